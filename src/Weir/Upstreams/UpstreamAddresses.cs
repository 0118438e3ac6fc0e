using System.Diagnostics.CodeAnalysis;
using Weir.Proxy.Upstreams;

namespace Weir.Upstreams;

/// <summary>The addresses of upstreams, as people write them.</summary>
internal static class UpstreamAddresses
{
    private const string OllamaPort = "11434";

    /// <summary>Where a kind of upstream is when nothing else is written; null where it can be anywhere.</summary>
    public static Uri? Usual(UpstreamKind kind) => kind switch
    {
        UpstreamKind.Anthropic => new("https://api.anthropic.com"),
        UpstreamKind.OpenAI => new("https://api.openai.com"),
        UpstreamKind.Ollama => new($"http://127.0.0.1:{OllamaPort}"),
        _ => null,
    };

    /// <summary>What to write where an address was wrong.</summary>
    public static string Remedy(UpstreamKind kind) => kind switch
    {
        UpstreamKind.Ollama => "write where the Ollama server listens, without user name and query, for example http://127.0.0.1:11434 or box:11434",
        UpstreamKind.OpenAICompatible => "write a web address without user name and query, for example https://openrouter.ai/api/v1 or http://127.0.0.1:8000/v1",
        _ => $"write a web address without user name and query, for example {Usual(kind)!.OriginalString}",
    };

    public static bool IsOpenAI(Uri url) => string.Equals(url.IdnHost, "api.openai.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes an address without the <c>/v1</c> that some programs want at its end, and without a slash.</summary>
    public static bool TryRead(UpstreamKind kind, string text, [NotNullWhen(true)] out Uri? url)
    {
        var trimmed = text.Trim().TrimEnd('/');
        trimmed = trimmed.EndsWith("/v1", StringComparison.Ordinal) ? trimmed[..^3].TrimEnd('/') : trimmed;
        return Uri.TryCreate(kind == UpstreamKind.Ollama ? AsOllamaReadsIt(trimmed) : trimmed, UriKind.Absolute, out url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
    }

    /// <summary>
    /// As <c>envconfig.Host</c> of Ollama reads <c>OLLAMA_HOST</c>: <c>box</c>, <c>:8080</c>, <c>[::1]:11434</c>, <c>https://box/prefix</c>. Where
    /// it is written for a server, as <c>0.0.0.0</c>, that server is reached at this machine.
    /// </summary>
    private static string AsOllamaReadsIt(string text)
    {
        var (scheme, rest, port) = text.Split("://", 2) switch
        {
            ["http", var after] => ("http", after, "80"),
            ["https", var after] => ("https", after, "443"),
            ["ollama.com"] => ("https", text, "443"),
            [var alone] => ("http", alone, OllamaPort),
            [var other, var after] => (other, after, OllamaPort),
            _ => ("", text, ""),
        };
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (address, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[slash..]);
        var host = address;
        var colon = address.LastIndexOf(':');
        // An IPv6 address has further colons, unless brackets keep them apart.
        if (colon >= 0 && (address.IndexOf(':', StringComparison.Ordinal) == colon || address[..colon].EndsWith(']')))
        {
            (host, port) = (address[..colon], address[(colon + 1)..]);
        }

        host = host.Trim('[', ']') switch
        {
            "" or "0.0.0.0" => "127.0.0.1",
            "::" => "[::1]",
            var v6 when v6.Contains(':', StringComparison.Ordinal) => $"[{v6}]",
            var name => name,
        };
        return $"{scheme}://{host}:{port}{path}";
    }
}
