namespace Weir.Proxy.Routing;

/// <summary>What the operator wrote about a model, or about every model that a pattern fits.</summary>
public sealed record ModelConfig
{
    /// <summary>A name; a <c>*</c> at its end fits any rest.</summary>
    public required string Pattern { get; init; }

    /// <summary>The most input a request can have, in tokens. Unknown models are held to be able to take the most that any takes.</summary>
    public long ContextWindow { get; init; } = 1_000_000;

    /// <summary>The output cap of a request that names none while a budget applies.</summary>
    public long MaxOutputTokens { get; init; } = 32_000;

    /// <summary>The most that one image can cost, in tokens.</summary>
    public long TokensPerImage { get; init; } = 5_000;

    /// <summary>Faster than the model makes output; what isn't reported is estimated by it.</summary>
    public long TokensPerSecond { get; init; } = 300;
}
