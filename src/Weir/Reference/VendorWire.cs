using Weir.Proxy.Dialects;

namespace Weir.Reference;

/// <summary>What the description says of a dialect whose JSON passes as it is.</summary>
/// <param name="Dialect">Which.</param>
/// <param name="Vendor">Whose.</param>
/// <param name="Reference">The vendor's own description.</param>
/// <param name="StreamType">The content type of a stream.</param>
/// <param name="Stream">What a stream is and when it comes.</param>
/// <param name="Model">A model for examples.</param>
internal sealed record VendorWire(Dialect Dialect, string Vendor, Uri Reference, string StreamType, string Stream, string Model)
{
    private static readonly VendorWire Anthropic = new(
        Dialect.Anthropic,
        "Anthropic",
        new("https://platform.claude.com/docs/en/api/messages"),
        "text/event-stream",
        "Server-sent events, when the request says `\"stream\": true`.",
        "claude-sonnet-4-5");

    private static readonly VendorWire Ollama = new(
        Dialect.Ollama,
        "Ollama",
        new("https://docs.ollama.com/api"),
        "application/x-ndjson",
        "Lines of JSON, unless the request says `\"stream\": false`.",
        "llama3.2");

    private static readonly VendorWire OllamaForApps = Ollama with { Stream = "Lines of JSON, when the request says `\"stream\": true`." };

    public static VendorWire Of(PathString path) =>
        path.StartsWithSegments("/v1") || path.StartsWithSegments("/api/inference/anthropic") ? Anthropic
        : path.StartsWithSegments("/api/inference") ? OllamaForApps
        : Ollama;
}
