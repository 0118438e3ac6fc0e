namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>Anthropic's message, whole or as a stream begins with it.</summary>
internal sealed record SimulatedMessage(
    string Id,
    string Type,
    string Role,
    string Model,
    SimulatedText[] Content,
    string? StopReason,
    string? StopSequence,
    SimulatedUsage Usage);
