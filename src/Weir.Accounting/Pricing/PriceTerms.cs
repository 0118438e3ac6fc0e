using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>The figures of a <see cref="Price"/>, without whom it is for and since when.</summary>
public sealed record PriceTerms
{
    public required TokenRates Rates { get; init; }

    public Multipliers Speed { get; init; } = Multipliers.None;

    public Multipliers ServiceTier { get; init; } = Multipliers.None;

    public Multipliers InferenceGeo { get; init; } = Multipliers.None;

    public LongContext? LongContext { get; init; }

    /// <summary>Nano-dollars for a request of a tool, by its name.</summary>
    public ImmutableDictionary<string, long> ToolFees { get; init; } = ImmutableDictionary<string, long>.Empty;
}
