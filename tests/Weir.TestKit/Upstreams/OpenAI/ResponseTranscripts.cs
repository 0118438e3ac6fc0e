namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>Responses as OpenAI's wire looks.</summary>
public static class ResponseTranscripts
{
    public static Transcript Plain { get; } = Response("response-plain.sse", 25, 15);

    public static Transcript PlainJson { get; } = Response("response-plain.json", 25, 15);

    /// <summary>A summary of the reasoning, then a call.</summary>
    public static Transcript Tools { get; } = Response("response-tools.sse", 139, 180, cacheRead: 2_048);

    /// <summary>The cap ended it.</summary>
    public static Transcript Incomplete { get; } = Response("response-incomplete.sse", 25, 16);

    /// <summary><c>response.failed</c> ends it; no usage is reported.</summary>
    public static Transcript Failed { get; } = new(UpstreamKind.OpenAI, "/v1/responses", "response-failed.sse") { Input = 25, Output = 4, IsWhole = false };

    public static IReadOnlyList<Transcript> All { get; } = [Plain, PlainJson, Tools, Incomplete, Failed];

    private static Transcript Response(string file, long input, long output, long cacheRead = 0) =>
        new(UpstreamKind.OpenAI, "/v1/responses", file) { Input = input, CacheRead = cacheRead, Output = output };
}
