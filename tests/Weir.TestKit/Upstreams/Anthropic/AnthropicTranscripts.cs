namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>Messages as Anthropic's wire looks.</summary>
public static class AnthropicTranscripts
{
    public static Transcript Plain { get; } = Message("plain.sse", 25, 15);

    public static Transcript PlainJson { get; } = Message("plain.json", 25, 15);

    public static Transcript Tools { get; } = Message("tools.sse", 472, 89);

    public static Transcript Thinking { get; } = Message("thinking.sse", 61, 412);

    public static Transcript Cache { get; } = new(UpstreamKind.Anthropic, "/v1/messages", "cache.sse")
    {
        Input = 4,
        CacheRead = 100_231,
        CacheWrite5m = 1_800,
        CacheWrite1h = 612,
        Output = 33,
    };

    /// <summary>Its input grows within the stream: the results of a search are read too.</summary>
    public static Transcript ServerTools { get; } = Message("server-tools.sse", 10_682, 510);

    /// <summary>Letters of one to four bytes, joined ones, right-to-left ones.</summary>
    public static Transcript Unicode { get; } = Message("unicode.sse", 19, 240);

    /// <summary>The stream ends in an <c>error</c> event; of its output nothing is reported.</summary>
    public static Transcript Overloaded { get; } = new(UpstreamKind.Anthropic, "/v1/messages", "overloaded.sse") { Input = 25, Output = 6, IsWhole = false };

    /// <summary>An error status and its envelope.</summary>
    public static Transcript RateLimited { get; } = new(UpstreamKind.Anthropic, "/v1/messages", "rate-limited.json") { Status = 429, IsWhole = false };

    public static IReadOnlyList<Transcript> All { get; } = [Plain, PlainJson, Tools, Thinking, Cache, ServerTools, Unicode, Overloaded, RateLimited];

    private static Transcript Message(string file, long input, long output) => new(UpstreamKind.Anthropic, "/v1/messages", file) { Input = input, Output = output };
}
