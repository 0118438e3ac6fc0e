namespace Weir.TestKit.Upstreams;

/// <summary>A place in an answer.</summary>
public abstract record Point
{
    private Point()
    {
    }

    /// <summary>Before the first byte of the head.</summary>
    public static Point Head { get; } = new BeforeHead();

    /// <summary>After the last byte of the body; when it is chunked, before the chunk that says so.</summary>
    public static Point End { get; } = new AfterBody();

    /// <summary>When exactly this many bytes of the body are out. 0 is after the head.</summary>
    public static Point Byte(long offset) => new AtByte(offset);

    /// <summary>Behind the part of a stream with which at least this many bytes of the body are out, if more is to be made then.</summary>
    public static Point Part(long offset) => new BehindPart(offset);

    /// <summary>
    /// Before the first part of a stream of this name. Where events have names it is theirs; a chat completion's chunks are <c>role</c>,
    /// <c>content</c>, <c>reasoning</c>, <c>refusal</c>, <c>tool_calls</c>, <c>finish</c>, <c>usage</c>, <c>[DONE]</c>, <c>error</c>; Ollama's lines are
    /// <c>thinking</c>, <c>content</c>, <c>tool_calls</c>, <c>done</c>, <c>error</c>.
    /// </summary>
    public static Point Event(string name) => new BeforeEvent(name);

    /// <summary>When at least this many output tokens have been made.</summary>
    public static Point Tokens(long count) => new AtTokens(count);

    internal sealed record BeforeHead : Point;

    internal sealed record AfterBody : Point;

    internal sealed record AtByte(long Offset) : Point;

    internal sealed record BehindPart(long Offset) : Point;

    internal sealed record BeforeEvent(string Name) : Point;

    internal sealed record AtTokens(long Count) : Point;
}
