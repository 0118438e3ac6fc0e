using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>The whole of what an upstream will say to one request.</summary>
internal sealed record Answer(int Status, string ContentType, IEnumerable<Piece> Pieces)
{
    public BodyFraming Framing { get; init; } = BodyFraming.Length;

    /// <summary>What the server puts on every answer.</summary>
    public ImmutableArray<(string Name, string Value)> Usual { get; init; } = [];

    /// <summary>Sent besides, or in place of, the usual ones.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>All input tokens, where it isn't the request that says them.</summary>
    public long? Input { get; init; }

    /// <summary>Output tokens it will have when nothing ends it early.</summary>
    public long Output { get; init; }

    /// <summary>One JSON value.</summary>
    public static Answer Json(int status, string contentType, JsonNode body) => new(status, contentType, [new(WireJson.Bytes(body)) { IsLast = true }]);

    /// <summary>What a model makes, streamed or whole.</summary>
    public static Answer Of(ModelRun run, IAnswerForm form, IEnumerable<Piece> pieces)
    {
        var isStreamed = run.Request.Stream;
        return new(200, isStreamed ? form.StreamType : form.WholeType, pieces)
        {
            Framing = isStreamed ? BodyFraming.Chunked : BodyFraming.Length,
            Output = run.TotalOutput,
        };
    }

    /// <summary>With the status, type, headers and framing that a script asks for.</summary>
    public Answer As(Script script) => this with
    {
        Status = script.Status,
        ContentType = script.ContentType ?? ContentType,
        Framing = script.Framing == BodyFraming.Usual ? Framing : script.Framing,
        Headers = script.Headers,
    };

    /// <summary>The bytes of its head; <paramref name="length"/> is used where the framing asks for it.</summary>
    public byte[] Head(long length)
    {
        var framing = Framing switch
        {
            BodyFraming.Length => ("content-length", length.ToString(CultureInfo.InvariantCulture)),
            BodyFraming.Chunked => ("transfer-encoding", "chunked"),
            _ => ("connection", "close"),
        };
        (string Name, string Value)[] usual = [("content-type", ContentType), .. Usual, framing];
        var head = new StringBuilder($"HTTP/1.1 {Status} {(Status < 400 ? "OK" : "Error")}\r\n");
        foreach (var (name, value) in usual.Where(header => !Headers.Any(own => own.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase))).Concat(Headers))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
