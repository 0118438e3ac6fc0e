using System.Text;
using System.Text.Json;
using Weir.TestKit.Wire;

namespace Weir.TestKit.Upstreams;

/// <summary>A request exactly as the upstream received it.</summary>
public sealed class ReceivedRequest
{
    private readonly JsonElement? _json;

    internal ReceivedRequest(long number, HttpHead head, byte[] body, bool isWhole, DateTimeOffset receivedAt)
    {
        var words = head.StartLine.Split(' ');
        Number = number;
        Head = head;
        Method = words[0];
        Target = words.Length > 1 ? words[1] : "";
        Body = body;
        IsWhole = isWhole;
        ReceivedAt = receivedAt;
        _json = isWhole ? Parse(body) : null;
        Id = $"req_fake_{number:D8}";
    }

    /// <summary>1, 2, … in the order of arrival.</summary>
    public long Number { get; }

    /// <summary>What the answer says in <c>request-id</c>.</summary>
    public string Id { get; }

    public HttpHead Head { get; }

    public string Method { get; }

    /// <summary>Path and query as sent.</summary>
    public string Target { get; }

    public string Path => Target.Split('?')[0];

    /// <summary>Freed from its framing.</summary>
    public byte[] Body { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>False when the connection ended within the body.</summary>
    public bool IsWhole { get; }

    public DateTimeOffset ReceivedAt { get; }

    public string? Model => Field("model") is { ValueKind: JsonValueKind.String } model ? model.GetString() : null;

    public long? MaxTokens => Field("max_tokens") is { ValueKind: JsonValueKind.Number } cap ? cap.GetInt64() : null;

    public bool Stream => Field("stream") is { ValueKind: JsonValueKind.True };

    /// <summary>See <see cref="Upstreams.TrueInput"/>; 0 for what isn't JSON.</summary>
    public long InputTokens => _json is { } body ? TrueInput.Of(body) : 0;

    internal bool IsMessage => Method == "POST" && Path == "/v1/messages";

    /// <summary>A top-level field of the body.</summary>
    public JsonElement? Field(string name) => _json is { } body && body.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            // Then it has no fields, and is answered as such.
            return null;
        }
    }
}
