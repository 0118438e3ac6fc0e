namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>Chat completions as the wire of OpenAI and of compatible servers looks.</summary>
public static class ChatTranscripts
{
    /// <summary>With <c>include_usage</c>, and padding against those who measure lengths.</summary>
    public static Transcript Plain { get; } = Completion("chat-plain.sse", 25, 15);

    /// <summary>Most of its input came from the cache, most of its output was thought.</summary>
    public static Transcript PlainJson { get; } = Completion("chat-plain.json", 25, 79, cacheRead: 1_024);

    public static Transcript Tools { get; } = Completion("chat-tools.sse", 187, 52);

    /// <summary>As llama.cpp writes it: usage in the chunk that finishes, <c>timings</c> beside it.</summary>
    public static Transcript Timings { get; } = Completion("chat-timings.sse", 25, 15);

    /// <summary>As DeepSeek writes it: <c>reasoning_content</c>, comments between, usage in the chunk that finishes.</summary>
    public static Transcript Reasoning { get; } = Completion("chat-reasoning.sse", 62, 412, cacheRead: 256);

    /// <summary>An <c>error</c> ends it, without <c>[DONE]</c>; no usage is reported.</summary>
    public static Transcript Failed { get; } = new(UpstreamKind.OpenAI, "/v1/chat/completions", "chat-failed.sse") { Input = 25, Output = 9, IsWhole = false };

    public static Transcript RateLimited { get; } = new(UpstreamKind.OpenAI, "/v1/chat/completions", "rate-limited.json") { Status = 429, IsWhole = false };

    public static IReadOnlyList<Transcript> All { get; } = [Plain, PlainJson, Tools, Timings, Reasoning, Failed, RateLimited];

    private static Transcript Completion(string file, long input, long output, long cacheRead = 0) =>
        new(UpstreamKind.OpenAI, "/v1/chat/completions", file) { Input = input, CacheRead = cacheRead, Output = output };
}
