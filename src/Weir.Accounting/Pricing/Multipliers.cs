using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>
/// What the values of one field (<c>speed</c>, <c>service_tier</c> or <c>inference_geo</c>) make of the price of every token, in
/// permille. A value that isn't known takes the dearest that is, and is flagged.
/// </summary>
public sealed record Multipliers
{
    /// <summary>In permille: as the rates say.</summary>
    public const int Standard = 1_000;

    /// <summary>A hundredfold; more is a slip.</summary>
    private const int Largest = 100_000;

    /// <summary>What upstreams say when there is nothing special, in any of these fields.</summary>
    private static readonly FrozenSet<string> Ordinary = ["standard", "standard_only", "default", "global", "not_available"];

    /// <summary>Asked for, it leaves the choice to the upstream, as saying nothing does.</summary>
    private const string Auto = "auto";

    /// <summary>Every value costs the standard price, as far as is known.</summary>
    public static Multipliers None { get; } = new();

    /// <summary>By the field's value.</summary>
    public ImmutableDictionary<string, int> Permille { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>
    /// The most that a request which says nothing may be charged. Above <see cref="Standard"/> where the upstream's own settings decide,
    /// such as a workspace that runs in one country by default.
    /// </summary>
    public int Silent { get; init; } = Standard;

    public int Dearest => Math.Max(Math.Max(Standard, Silent), Permille.Count == 0 ? 0 : Permille.Values.Max());

    /// <summary>What is charged by what an answer reports.</summary>
    internal int Reported(string? value, ref bool isFlagged)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Standard;
        }

        if (Find(value) is { } known)
        {
            return known;
        }

        isFlagged = true;
        return Dearest;
    }

    /// <summary>
    /// The most that may be charged for what a request asks. Never below the standard: what is asked for at a discount may not be had.
    /// </summary>
    internal int AtMost(string? asked) =>
        Math.Max(Standard, string.IsNullOrEmpty(asked) || asked == Auto ? Silent : Find(asked) ?? Dearest);

    internal IEnumerable<string> Problems(string field)
    {
        foreach (var (value, permille) in Permille.Add($"{nameof(Silent)} of {field}", Silent))
        {
            if (permille is < 0 or > Largest)
            {
                yield return $"{field}: {value} has a multiplier of {permille} ‰. It must be from 0 to {Largest}; 1000 leaves the price as it is.";
            }
        }
    }

    private int? Find(string value) => Permille.TryGetValue(value, out var permille) ? permille : Ordinary.Contains(value) ? Standard : null;
}
