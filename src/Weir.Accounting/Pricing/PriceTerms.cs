using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>The figures of a <see cref="Price"/>, without whom it is for and since when, in nano-dollars.</summary>
public record PriceTerms
{
    public required TokenRates Rates { get; init; }

    public Multipliers Speed { get; init; } = Multipliers.None;

    public Multipliers ServiceTier { get; init; } = Multipliers.None;

    public Multipliers InferenceGeo { get; init; } = Multipliers.None;

    /// <summary>Null: a token costs the same whatever the length of the prompt.</summary>
    public LongContext? LongContext { get; init; }

    /// <summary>What a request of a tool at the upstream costs besides its tokens, by the tool's name. No multiplier touches it.</summary>
    public ImmutableDictionary<string, long> ToolFees { get; init; } = ImmutableDictionary<string, long>.Empty;
}
