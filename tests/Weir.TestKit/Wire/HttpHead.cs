using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Weir.TestKit.Wire;

/// <summary>The head of an HTTP/1.1 message exactly as it came: its bytes, its first line, its header lines in order.</summary>
public sealed class HttpHead
{
    private HttpHead(byte[] raw, string startLine, ImmutableArray<KeyValuePair<string, string>> headers)
    {
        Raw = raw;
        StartLine = startLine;
        Headers = headers;
    }

    /// <summary>Including the empty line at its end.</summary>
    public byte[] Raw { get; }

    public string StartLine { get; }

    /// <summary>Names as they were written, values without the blanks around them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; }

    /// <summary>All values of a header, in order.</summary>
    public ImmutableArray<string> All(string name) =>
        [.. Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    /// <summary>A header's first value, or null.</summary>
    public string? this[string name] => All(name) is [var first, ..] ? first : null;

    public bool IsChunked => this["transfer-encoding"]?.EndsWith("chunked", StringComparison.OrdinalIgnoreCase) == true;

    public long? ContentLength => this["content-length"] is { } length ? long.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    internal static HttpHead Parse(byte[] raw)
    {
        var lines = Encoding.Latin1.GetString(raw).Split('\n').Select(line => line.TrimEnd('\r')).TakeWhile((line, i) => i == 0 || line.Length > 0).ToArray();
        return new(raw, lines[0], [.. lines[1..].Select(ParseHeader)]);
    }

    private static KeyValuePair<string, string> ParseHeader(string line) => line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        ? new(line[..colon], line[(colon + 1)..].Trim())
        : throw new InvalidDataException($"Not a header line: \"{line}\"");
}
