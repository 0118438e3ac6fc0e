using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Weir.TestKit.Upstreams;

/// <summary>The whole of what an upstream will say to one request.</summary>
internal sealed record Answer(int Status, string ContentType, IEnumerable<Piece> Pieces)
{
    public BodyFraming Framing { get; init; } = BodyFraming.Length;

    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The bytes of its head; <paramref name="length"/> is used where the framing asks for it.</summary>
    public byte[] Head(string requestId, long length)
    {
        var framing = Framing switch
        {
            BodyFraming.Length => ("content-length", length.ToString(CultureInfo.InvariantCulture)),
            BodyFraming.Chunked => ("transfer-encoding", "chunked"),
            _ => ("connection", "close"),
        };
        (string Name, string Value)[] usual =
        [
            ("content-type", ContentType),
            ("request-id", requestId),
            ("anthropic-organization-id", "0f5c2f7e-fake-4c5e-9a51-000000000000"),
            ("anthropic-ratelimit-requests-limit", "4000"),
            ("anthropic-ratelimit-requests-remaining", "3999"),
            ("anthropic-ratelimit-requests-reset", "2026-11-23T10:00:00Z"),
            ("set-cookie", "__cf_bm=fake; path=/; HttpOnly"),
            framing,
        ];
        var head = new StringBuilder($"HTTP/1.1 {Status} {(Status < 400 ? "OK" : "Error")}\r\n");
        foreach (var (name, value) in usual.Where(header => !Headers.Any(own => own.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase))).Concat(Headers))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
