using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>JSON as it goes over the wire: letters as UTF-8 and not as <c>\u…</c>, numbers of any writing.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode value) => value.ToJsonString(Plain);

    public static byte[] Bytes(JsonNode value) => Encoding.UTF8.GetBytes(Text(value));

    /// <summary>A copy that can stand in an answer; null stays null.</summary>
    public static JsonNode? Node(JsonElement? value) => value is { } element ? JsonNode.Parse(element.GetRawText()) : null;

    /// <summary>Null for what is no number. What is too large is the largest there is.</summary>
    public static long? Number(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole) ? whole : (long)number.GetDouble(),
        _ => null,
    };

    /// <summary>A member of what may not be an object.</summary>
    public static JsonElement? Member(JsonElement? holder, string name) =>
        holder is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;

    /// <summary>Null for what is no string.</summary>
    public static string? String(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The items of an array; none for everything else.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? value) => value is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The object that some bytes are; null when they are none.</summary>
    public static JsonObject? Object(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            // Garbage on purpose: it is no object.
            return null;
        }
    }
}
