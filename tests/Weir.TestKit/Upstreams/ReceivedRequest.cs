using System.Text;
using System.Text.Json;
using Weir.TestKit.Wire;

namespace Weir.TestKit.Upstreams;

/// <summary>A request exactly as the upstream received it, and what it says to this server.</summary>
public sealed class ReceivedRequest
{
    private readonly JsonElement? _json;
    private readonly RunDemand? _demand;

    internal ReceivedRequest(long number, HttpHead head, byte[] body, bool isWhole, DateTimeOffset receivedAt, Wires wires)
    {
        var words = head.StartLine.Split(' ');
        Number = number;
        Head = head;
        Method = words[0];
        Target = words.Length > 1 ? words[1] : "";
        Body = body;
        IsWhole = isWhole;
        ReceivedAt = receivedAt;
        Id = $"req_fake_{number:D8}";
        Wire = wires.For(Path);
        _json = isWhole ? Parse(body) : null;
        _demand = Wire.DemandOf(this);
    }

    internal static bool AsksForList(HttpHead head) => head.StartLine.Split(' ', '?') is ["GET", "/api/tags" or "/v1/models", ..];

    /// <summary>1, 2, … in the order of arrival; questions for lists are counted by themselves.</summary>
    public long Number { get; }

    /// <summary>What the answer says in <c>request-id</c> or <c>x-request-id</c>.</summary>
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

    public string? Model => WireJson.String(Field("model"));

    /// <summary>It asks which models there are.</summary>
    public bool IsList => AsksForList(Head);

    /// <summary>It is to make a model work, for text or for vectors; else it counts, lists or manages.</summary>
    public bool AsksForRun => _demand is not null;

    /// <summary>The most output tokens of a choice, as this server reads the request; null when nothing bounds them.</summary>
    public long? OutputCap => _demand?.Cap;

    /// <summary>Answers asked for at once.</summary>
    public int Choices => _demand?.Choices ?? 1;

    /// <summary>The answer is to come as a stream, by the word of the request or by the server's default.</summary>
    public bool Stream => _demand is { IsStreamed: true };

    /// <summary>See <see cref="TrueInput"/>; 0 for what isn't JSON.</summary>
    public long InputTokens => IsObject ? TrueInput.Of(this) : 0;

    internal IWire Wire { get; }

    /// <summary>The body is a JSON object.</summary>
    internal bool IsObject => _json is not null;

    /// <summary>A top-level field of the body, as this server finds it.</summary>
    public JsonElement? Field(string name) => _json switch
    {
        { } body when Wire.FoldsNames => GoNames.Find(body, name),
        { } body => body.TryGetProperty(name, out var value) ? value : null,
        _ => null,
    };

    /// <summary>A parameter of the query; null when it isn't there.</summary>
    public string? Query(string name) => Target.Split('?', 2) is [_, var query]
        ? query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair[0] == name).Select(pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")).FirstOrDefault()
        : null;

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
