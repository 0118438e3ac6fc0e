using Microsoft.AspNetCore.Http;

namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Which paths are Ollama's: all under <c>/ollama</c>, and of the root's <c>/api</c>, which is Weir's own besides, exactly those that Ollama's
/// clients know.
/// </summary>
internal static class OllamaPaths
{
    public const string Mount = "/ollama";

    public const string Root = "/api";

    private static readonly string[] Served = ["chat", "generate", "embed", "embeddings", "show", "tags", "ps", "version"];

    /// <summary>What manages a server and is never forwarded. The last two have further segments.</summary>
    public static IReadOnlyList<string> Managing { get; } = ["pull", "push", "create", "copy", "delete", "me", "signin", "signout", "blobs", "user"];

    public static bool Has(PathString path)
    {
        if (path.StartsWithSegments(Mount))
        {
            return true;
        }

        if (!path.StartsWithSegments(Root, out var rest))
        {
            return false;
        }

        var name = rest.Value.AsSpan().Trim('/');
        var end = name.IndexOf('/');
        return end < 0 ? IsAmong(Served, name) || IsAmong(Managing, name) : IsAmong(Managing, name[..end]);
    }

    private static bool IsAmong(IReadOnlyList<string> names, ReadOnlySpan<char> name)
    {
        foreach (var known in names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
