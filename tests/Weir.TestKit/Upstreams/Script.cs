using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>
/// How the fake upstream answers one request, in whichever dialect it is. Without a word of it, the answer is an ordinary one of at most 20
/// tokens. Whatever it says, never more are made than the request allows.
/// </summary>
public sealed record Script
{
    /// <summary>Output tokens a choice would have, thinking and tool calls included, given the cap of the request: <c>long.MaxValue</c> if it has none.</summary>
    public Func<long, long> Output { get; init; } = cap => Math.Min(cap, 20);

    /// <summary>The first of them are thought without a visible byte.</summary>
    public long HiddenTokens { get; init; }

    /// <summary>The next of them are visible thinking.</summary>
    public long ThinkingTokens { get; init; }

    /// <summary>Tool calls at the end, each of <see cref="ModelRun.TokensPerToolUse"/> tokens.</summary>
    public int ToolUses { get; init; }

    /// <summary>Answers at once; null for as many as the request asks for.</summary>
    public int? Choices { get; init; }

    /// <summary>The text is a refusal: Anthropic's <c>stop_reason</c>, OpenAI's field. Ollama has none, and answers as ever.</summary>
    public bool Refuses { get; init; }

    /// <summary>What a chat completion calls its visible thinking; null is <c>reasoning</c> at Ollama, <c>reasoning_content</c> elsewhere.</summary>
    public string? ReasoningField { get; init; }

    /// <summary>Where a streamed chat completion reports its usage.</summary>
    public UsagePlace UsagePlace { get; init; }

    /// <summary>Whether a streamed chat completion ends in <c>[DONE]</c>.</summary>
    public bool SendsDone { get; init; } = true;

    /// <summary>Anthropic's server-tool calls before the text. Each adds <see cref="ServerToolTokens"/> of input that <c>message_start</c> didn't know.</summary>
    public int ServerToolUses { get; init; }

    public long ServerToolTokens { get; init; } = 1_000;

    public int TokensPerDelta { get; init; } = 1;

    /// <summary>Time between two deltas; in a plain answer they delay the whole.</summary>
    public TimeSpan Gap { get; init; }

    public TimeSpan FirstByteDelay { get; init; }

    /// <summary>How much of the input is read from the cache; the rest of the input comes after it.</summary>
    public long CacheRead { get; init; }

    public long CacheWrite5m { get; init; }

    public long CacheWrite1h { get; init; }

    /// <summary>What Anthropic's <c>message_start</c> reports in place of the truth; null leaves <c>usage</c> out.</summary>
    public Func<JsonObject, JsonObject?> StartUsage { get; init; } = honest => honest;

    /// <summary>
    /// What the end of a stream, or a plain answer, reports in place of the truth, in the dialect's own shape: <c>usage</c>, or the counts in
    /// Ollama's last line. Null leaves it out.
    /// </summary>
    public Func<JsonObject, JsonObject?> FinalUsage { get; init; } = honest => honest;

    /// <summary>200 unless <see cref="Error"/> or <see cref="Body"/> is set.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The type and message of an error in the dialect's envelope, sent in place of an answer. Ollama's has no type.</summary>
    public (string Type, string Message)? Error { get; init; }

    /// <summary>Fixed bytes in place of an answer: garbage, or a recorded one. A stream's events or lines are told apart in it.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Input and output tokens that <see cref="Body"/> stands for.</summary>
    public (long Input, long Output) BodyTokens { get; init; }

    /// <summary>Null is what fits the answer.</summary>
    public string? ContentType { get; init; }

    /// <summary>Sent besides, or in place of, the usual ones.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public BodyFraming Framing { get; init; }

    public ImmutableArray<Cue> Cues { get; init; } = [];

    /// <summary>Offsets in the body at which a write ends and another begins.</summary>
    public ImmutableArray<long> SplitAt { get; init; } = [];

    /// <summary>The most bytes of the wire, head and framing included, in one write.</summary>
    public int BytesPerWrite { get; init; } = int.MaxValue;

    /// <summary>An answer of a recorded transcript.</summary>
    public static Script Replay(Transcript transcript) => new()
    {
        Body = transcript.Bytes,
        BodyTokens = (transcript.TotalInput, transcript.Output),
        ContentType = transcript.ContentType,
        Status = transcript.Status,
    };

    /// <summary>An error answer.</summary>
    public static Script Failing(int status, string type, string message, params ImmutableArray<(string Name, string Value)> headers) => new()
    {
        Status = status,
        Error = (type, message),
        Headers = headers,
    };
}
