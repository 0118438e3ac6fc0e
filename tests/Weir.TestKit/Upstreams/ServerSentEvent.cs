using System.Text;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>An event of a stream of them.</summary>
/// <param name="Name">What its <c>event:</c> line says; null without one.</param>
/// <param name="Data">What its <c>data:</c> line says; null for a comment.</param>
internal sealed record ServerSentEvent(string? Name, string? Data)
{
    public const string ContentType = "text/event-stream; charset=utf-8";

    /// <summary>As Ollama writes it.</summary>
    public const string PlainContentType = "text/event-stream";

    public JsonObject? Json => Data is null ? null : WireJson.Object(Encoding.UTF8.GetBytes(Data));

    public static ServerSentEvent Read(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        return new(Line("event: "), Line("data: "));

        string? Line(string start) => lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    /// <summary>The bytes of an event whose data say its name, too.</summary>
    public static byte[] Named(string name, JsonObject fields)
    {
        fields.Insert(0, "type", name);
        return Encoding.UTF8.GetBytes($"event: {name}\ndata: {WireJson.Text(fields)}\n\n");
    }

    /// <summary>The bytes of an event without a name.</summary>
    public static byte[] Unnamed(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");
}
