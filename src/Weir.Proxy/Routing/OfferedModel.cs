using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>A model on offer under a public name.</summary>
/// <param name="Name">What callers call it.</param>
/// <param name="Upstream">Who serves it.</param>
/// <param name="Listed">What that one says of it; null when it doesn't list it.</param>
internal sealed record OfferedModel(string Name, Upstream Upstream, ListedModel? Listed)
{
    /// <summary>
    /// Its entry in a list of <c>/v1/models</c>: the upstream's own where it speaks of models in this dialect, else one of the few fields that
    /// every client knows.
    /// </summary>
    public JsonObject In(Dialect dialect)
    {
        var entry = Listed is null ? [] : JsonNode.Parse(Listed.Json.Span)!.AsObject();
        if (Listed is not null && UpstreamDefaults.Native(Upstream.Config.Kind) == dialect)
        {
            entry["id"] = Name;
            return entry;
        }

        var made = Made(entry);
        return dialect == Dialect.Anthropic
            ? new()
            {
                ["type"] = "model",
                ["id"] = Name,
                ["display_name"] = Text(entry, "display_name") ?? Name,
                ["created_at"] = made.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }
            : new()
            {
                ["id"] = Name,
                ["object"] = "model",
                ["created"] = made.ToUnixTimeSeconds(),
                ["owned_by"] = Upstream.Name,
            };
    }

    /// <summary>When the upstream says that the model was made; 1970 when it doesn't.</summary>
    private static DateTimeOffset Made(JsonObject entry)
    {
        if (entry["created"] is JsonValue created && created.TryGetValue<long>(out var seconds) && seconds is >= 0 and < 253_402_300_800)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        return DateTimeOffset.TryParse(Text(entry, "created_at") ?? Text(entry, "modified_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : DateTimeOffset.UnixEpoch;
    }

    private static string? Text(JsonObject entry, string name) => entry[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
