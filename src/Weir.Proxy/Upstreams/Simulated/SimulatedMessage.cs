namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>Anthropic's message, whole or as a stream begins with it.</summary>
internal sealed record SimulatedMessage
{
    public required string Id { get; init; }

    public string Type { get; } = "message";

    public string Role { get; } = "assistant";

    public required string Model { get; init; }

    public required SimulatedText[] Content { get; init; }

    public required string? StopReason { get; init; }

    public string? StopSequence { get; }

    public required SimulatedUsage Usage { get; init; }
}
