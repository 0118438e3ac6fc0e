namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>Anthropic's text block.</summary>
internal sealed record SimulatedText(string Type, string Text);
