using System.Text.Json;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>Versions of Ollama servers: <c>0.24.1</c>, <c>0.25.0-rc2</c>.</summary>
internal static class OllamaVersions
{
    /// <summary>Reads <c>{"version":"0.24.1"}</c>; null when there is none.</summary>
    public static string? Read(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
            ? version.GetString()
            : null;

    public static string? Lowest(IEnumerable<string> versions) => versions.MinBy(Order);

    /// <summary>By number; a preview comes before what it previews, and what is no number before everything.</summary>
    private static (Version Number, bool IsFinal) Order(string version)
    {
        var mark = version.IndexOfAny(['-', '+']);
        var number = mark < 0 ? version : version[..mark];
        return (Version.TryParse(number, out var parsed) ? parsed : new Version(0, 0), mark < 0 || version[mark] == '+');
    }
}
