namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>What is in the envelope.</summary>
internal sealed record SimulatedErrorDetail(string Type, string Message);
