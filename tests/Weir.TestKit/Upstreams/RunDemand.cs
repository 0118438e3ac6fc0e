namespace Weir.TestKit.Upstreams;

/// <summary>What a request asks a model to make.</summary>
/// <param name="Cap">The most output tokens of a choice, as this server reads it; null when nothing bounds them.</param>
/// <param name="Choices">How many answers are asked for.</param>
/// <param name="IsStreamed">Whether they are to come as a stream.</param>
internal sealed record RunDemand(long? Cap, int Choices, bool IsStreamed)
{
    /// <summary>For what makes vectors: it has input only.</summary>
    public static RunDemand Embedding { get; } = new(0, 1, IsStreamed: false);
}
