namespace Weir.TestKit.Upstreams.Ollama;

/// <summary>Chats and completions as Ollama's wire looks.</summary>
public static class OllamaTranscripts
{
    public static Transcript Plain { get; } = Chat("plain.ndjson", 31, 14);

    public static Transcript PlainJson { get; } = Chat("plain.json", 31, 14);

    /// <summary>Several calls in a line, and several such lines.</summary>
    public static Transcript Tools { get; } = Chat("tools.ndjson", 187, 52);

    public static Transcript Thinking { get; } = Chat("thinking.ndjson", 24, 96);

    /// <summary>Letters of one to four bytes, joined ones, right-to-left ones, and what Go escapes.</summary>
    public static Transcript Unicode { get; } = Chat("unicode.ndjson", 42, 211);

    /// <summary>A line with an <c>error</c> ends it; no count is reported.</summary>
    public static Transcript Failed { get; } = new(UpstreamKind.Ollama, "/api/chat", "failed.ndjson") { Input = 31, Output = 3, IsWhole = false };

    public static Transcript Generate { get; } = new(UpstreamKind.Ollama, "/api/generate", "generate.ndjson") { Input = 26, Output = 4 };

    public static Transcript NotFound { get; } = new(UpstreamKind.Ollama, "/api/chat", "not-found.json") { Status = 404, IsWhole = false };

    public static IReadOnlyList<Transcript> All { get; } = [Plain, PlainJson, Tools, Thinking, Unicode, Failed, Generate, NotFound];

    private static Transcript Chat(string file, long input, long output) => new(UpstreamKind.Ollama, "/api/chat", file) { Input = input, Output = output };
}
