using System.Text.Json;

namespace Weir.TestKit.Upstreams;

/// <summary>How Go's parser, and with it Ollama, finds a field: in any case, also written with ſ (U+017F) or the Kelvin sign (U+212A); the last one counts.</summary>
internal static class GoNames
{
    public static JsonElement? Find(JsonElement body, string name)
    {
        JsonElement? found = null;
        foreach (var field in body.EnumerateObject())
        {
            if (field.NameEquals(name) || Fold(field.Name) == name)
            {
                found = field.Value;
            }
        }

        return found;
    }

    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k').ToLowerInvariant();
}
