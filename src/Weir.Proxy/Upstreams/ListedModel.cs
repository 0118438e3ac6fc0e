using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Weir.Proxy.Dialects;

namespace Weir.Proxy.Upstreams;

/// <summary>A model as an upstream lists it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Json">The whole entry as it stood in the list, in the upstream's native dialect.</param>
internal sealed record ListedModel(string Name, ReadOnlyMemory<byte> Json)
{
    /// <summary>Reads Ollama's <c>{"models":[{"name":"…","model":"…"}]}</c>, or <c>{"data":[{"id":"…"}]}</c>; nothing when it is no list.</summary>
    public static ImmutableArray<ListedModel>? Read(JsonElement list, Dialect native)
    {
        var (entries, name) = native == Dialect.Ollama ? ("models", "model") : ("data", "id");
        if (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty(entries, out var all) || all.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var models = ImmutableArray.CreateBuilder<ListedModel>();
        foreach (var entry in all.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object
                && (entry.TryGetProperty(name, out var id) || entry.TryGetProperty("name", out id))
                && Text(id) is { Length: > 0 } text)
            {
                models.Add(new(text, Encoding.UTF8.GetBytes(entry.GetRawText())));
            }
        }

        return models.DrainToImmutable();
    }

    private static string? Text(JsonElement name)
    {
        try
        {
            return name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: legal JSON, but no name that anybody could ask for.
            return null;
        }
    }
}
