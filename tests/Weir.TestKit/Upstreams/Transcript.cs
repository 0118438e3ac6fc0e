namespace Weir.TestKit.Upstreams;

/// <summary>
/// An answer as the wire looks, kept as a file, with the usage it reports: see <see cref="Anthropic.AnthropicTranscripts"/>,
/// <see cref="Ollama.OllamaTranscripts"/>, <see cref="OpenAI.ChatTranscripts"/>, <see cref="OpenAI.ResponseTranscripts"/>.
/// </summary>
public sealed class Transcript
{
    internal Transcript(UpstreamKind kind, string path, string file)
    {
        Kind = kind;
        Path = path;
        Name = $"{kind}/{file}";
        using var resource = typeof(Transcript).Assembly.GetManifestResourceStream($"Transcripts/{Name}")
            ?? throw new ArgumentException($"There is no transcript {Name}.", nameof(file));
        Bytes = new byte[resource.Length];
        resource.ReadExactly(Bytes);
        ContentType = System.IO.Path.GetExtension(file) switch
        {
            ".sse" => "text/event-stream; charset=utf-8",
            ".ndjson" => "application/x-ndjson",
            _ => kind == UpstreamKind.Ollama ? "application/json; charset=utf-8" : "application/json",
        };
    }

    /// <summary>Whose server answers so.</summary>
    public UpstreamKind Kind { get; }

    /// <summary>Of the requests that are answered so.</summary>
    public string Path { get; }

    public string Name { get; }

    public byte[] Bytes { get; }

    public string ContentType { get; }

    public bool IsStream => !Name.EndsWith(".json", StringComparison.Ordinal);

    public int Status { get; internal init; } = 200;

    /// <summary>False when it is an error, or ends in one.</summary>
    public bool IsWhole { get; internal init; } = true;

    /// <summary>Neither read from the cache nor written to it.</summary>
    public long Input { get; internal init; }

    public long CacheRead { get; internal init; }

    public long CacheWrite5m { get; internal init; }

    public long CacheWrite1h { get; internal init; }

    public long Output { get; internal init; }

    public long TotalInput => Input + CacheRead + CacheWrite5m + CacheWrite1h;

    public override string ToString() => Name;
}
