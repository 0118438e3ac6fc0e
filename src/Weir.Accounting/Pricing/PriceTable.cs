using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>A price table as its file has it: dollars, per million tokens where it is tokens, and multipliers as they are spoken of.</summary>
internal sealed record PriceTable
{
    private const decimal NanoDollars = 1_000_000_000;

    /// <summary>Where the figures stand.</summary>
    public required string Source { get; init; }

    /// <summary>The day on which they were looked up.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What a reader should know of them.</summary>
    public required string[] Notes { get; init; }

    /// <summary>Dollars for a request, by the tool.</summary>
    public required Dictionary<string, decimal> ToolFees { get; init; }

    /// <summary>The same for every model.</summary>
    public required Dictionary<string, decimal> ServiceTier { get; init; }

    public required PriceRow Fallback { get; init; }

    public required PriceRow[] Prices { get; init; }

    public Price ToPrice(PriceRow row) => new()
    {
        Id = new(row.Id),
        IsShipped = true,
        Name = row.Name,
        Models = [.. row.Models],
        ValidFrom = row.ValidFrom ?? DateTimeOffset.MinValue,
        Rates = new(Nano(row.Input), Nano(row.CacheRead), Nano(row.CacheWrite5m), Nano(row.CacheWrite1h), Nano(row.Output)),
        Speed = ToMultipliers(row.Speed),
        ServiceTier = ToMultipliers(ServiceTier),
        InferenceGeo = ToMultipliers(row.InferenceGeo),
        LongContext = row.LongContext is { } longContext
            ? new(longContext.Over, Permille(longContext.Input), Permille(longContext.Output))
            : null,
        ToolFees = ToolFees.ToImmutableDictionary(fee => fee.Key, fee => Nano(fee.Value)),
    };

    private static Multipliers ToMultipliers(Dictionary<string, decimal>? values) => values is null
        ? Multipliers.None
        : new() { Permille = values.ToImmutableDictionary(value => value.Key, value => Permille(value.Value)) };

    private static long Nano(decimal dollars) => Whole(dollars * NanoDollars, dollars);

    private static int Permille(decimal multiplier) => checked((int)Whole(multiplier * Multipliers.Standard, multiplier));

    private static long Whole(decimal amount, decimal written) => decimal.IsInteger(amount)
        ? checked((long)amount)
        : throw new FormatException($"{written} in the price table is finer than Weir counts.");
}
