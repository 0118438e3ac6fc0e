using Weir.Accounting;

namespace Weir.Prices;

/// <summary>What the values of a field make of the price of every token.</summary>
public sealed class MultipliersJson
{
    /// <summary>By value: 1000 leaves the price as it is, 2000 doubles it. An unknown value takes the largest.</summary>
    public Dictionary<string, int>? Permille { get; init; }

    /// <summary>The most that a request which says nothing of the field may be charged; left out: 1000.</summary>
    public int? Silent { get; init; }

    public static MultipliersJson Of(Multipliers multipliers) =>
        new() { Permille = multipliers.Permille.OrderBy(value => value.Key, StringComparer.Ordinal).ToDictionary(), Silent = multipliers.Silent };
}
