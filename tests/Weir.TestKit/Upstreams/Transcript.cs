namespace Weir.TestKit.Upstreams;

/// <summary>An answer as the wire looks, kept as a file beside this class, with the usage it reports.</summary>
public sealed class Transcript
{
    private Transcript(string name)
    {
        Name = name;
        using var file = typeof(Transcript).Assembly.GetManifestResourceStream($"Transcripts/{name}")
            ?? throw new ArgumentException($"There is no transcript {name}.", nameof(name));
        Bytes = new byte[file.Length];
        file.ReadExactly(Bytes);
    }

    public static Transcript Plain { get; } = new("plain.sse") { Input = 25, Output = 15 };

    public static Transcript PlainJson { get; } = new("plain.json") { Input = 25, Output = 15 };

    public static Transcript Tools { get; } = new("tools.sse") { Input = 472, Output = 89 };

    public static Transcript Thinking { get; } = new("thinking.sse") { Input = 61, Output = 412 };

    public static Transcript Cache { get; } = new("cache.sse") { Input = 4, CacheRead = 100_231, CacheWrite5m = 1_800, CacheWrite1h = 612, Output = 33 };

    /// <summary>Its input grows within the stream: the results of a search are read too.</summary>
    public static Transcript ServerTools { get; } = new("server-tools.sse") { Input = 10_682, Output = 510 };

    /// <summary>Letters of one to four bytes, joined ones, right-to-left ones.</summary>
    public static Transcript Unicode { get; } = new("unicode.sse") { Input = 19, Output = 240 };

    /// <summary>The stream ends in an <c>error</c> event; of its output nothing is reported.</summary>
    public static Transcript Overloaded { get; } = new("overloaded.sse") { Input = 25, Output = 6, IsWhole = false };

    /// <summary>An error status and its envelope.</summary>
    public static Transcript RateLimited { get; } = new("rate-limited.json") { Status = 429, IsWhole = false };

    public static IReadOnlyList<Transcript> All { get; } = [Plain, PlainJson, Tools, Thinking, Cache, ServerTools, Unicode, Overloaded, RateLimited];

    public string Name { get; }

    public byte[] Bytes { get; }

    public bool IsStream => Name.EndsWith(".sse", StringComparison.Ordinal);

    public string ContentType => IsStream ? "text/event-stream; charset=utf-8" : "application/json";

    public int Status { get; private init; } = 200;

    /// <summary>False when it is an error, or ends in one.</summary>
    public bool IsWhole { get; private init; } = true;

    /// <summary>Neither read from the cache nor written to it.</summary>
    public long Input { get; private init; }

    public long CacheRead { get; private init; }

    public long CacheWrite5m { get; private init; }

    public long CacheWrite1h { get; private init; }

    public long Output { get; private init; }

    public long TotalInput => Input + CacheRead + CacheWrite5m + CacheWrite1h;

    public override string ToString() => Name;
}
