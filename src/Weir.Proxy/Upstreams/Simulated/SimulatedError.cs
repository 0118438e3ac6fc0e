namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>Anthropic's error envelope.</summary>
internal sealed record SimulatedError(string Type, SimulatedErrorDetail Error);
