using Weir.Proxy;
using Weir.Proxy.Dialects;

namespace Weir.Reference;

/// <summary>What the description says of a dialect whose JSON passes as it is.</summary>
/// <param name="Vendor">Whose it is.</param>
/// <param name="Reference">The vendor's own description.</param>
/// <param name="StreamType">The content type of a stream.</param>
/// <param name="Stream">What a stream is and when it comes.</param>
internal sealed record VendorWire(string Vendor, Uri Reference, string StreamType, string Stream)
{
    private static readonly VendorWire Anthropic = new(
        "Anthropic", new("https://platform.claude.com/docs/en/api/messages"), "text/event-stream", "Server-sent events, when the request says `\"stream\": true`.");

    private static readonly VendorWire OpenAI = Anthropic with { Vendor = "OpenAI", Reference = new("https://platform.openai.com/docs/api-reference") };

    private static readonly VendorWire Ollama = new(
        "Ollama", new("https://docs.ollama.com/api"), "application/x-ndjson", "Lines of JSON, unless the request says `\"stream\": false`.");

    private static readonly VendorWire OllamaForApps = Ollama with { Stream = "Lines of JSON, when the request says `\"stream\": true`." };

    /// <summary>Null for JSON of Weir's own.</summary>
    public static VendorWire? Of(InferenceRoute route, bool isNative) => route.Dialect switch
    {
        Dialect.Anthropic => Anthropic,
        Dialect.OpenAI => OpenAI,
        Dialect.Ollama => isNative ? Ollama : OllamaForApps,
        _ => null,
    };
}
