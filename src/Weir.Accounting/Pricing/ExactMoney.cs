namespace Weir.Accounting;

/// <summary>
/// Money finer than nano-dollars, exact. A price is per million tokens and takes up to four multipliers in permille, so an amount is a
/// whole number of grains, of which 10^6 × 1000^4 make a nano-dollar; only <see cref="NanoDollarsUp"/> rounds.
/// </summary>
/// <remarks>
/// What overflows 128 bits here is more than 10^20 nano-dollars, which a <see cref="long"/> could not hold either: every operation
/// throws an <see cref="OverflowException"/> instead of being wrong.
/// </remarks>
public readonly record struct ExactMoney : IComparable<ExactMoney>
{
    private const ulong GrainsPerNanoDollar = 1_000_000_000_000_000_000;

    private const int MostMultipliers = 4;

    private readonly UInt128 _grains;

    private ExactMoney(UInt128 grains) => _grains = grains;

    /// <summary>In nano-dollars, rounded up.</summary>
    public long NanoDollarsUp
    {
        get
        {
            var (whole, rest) = UInt128.DivRem(_grains, GrainsPerNanoDollar);
            return checked((long)whole + (rest > 0 ? 1 : 0));
        }
    }

    public static ExactMoney FromNanoDollars(long amount) => new(checked((UInt128)amount * GrainsPerNanoDollar));

    /// <summary>What one token costs.</summary>
    /// <param name="nanoDollarsPerMillion">The price of a million tokens.</param>
    /// <param name="permille">Up to four multipliers; 1,000 leaves the price as it is.</param>
    public static ExactMoney PerToken(long nanoDollarsPerMillion, params ReadOnlySpan<int> permille)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoDollarsPerMillion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permille.Length, MostMultipliers, nameof(permille));
        var grains = (UInt128)nanoDollarsPerMillion;
        for (var i = 0; i < MostMultipliers; i++)
        {
            var multiplier = i < permille.Length ? permille[i] : 1_000;
            ArgumentOutOfRangeException.ThrowIfNegative(multiplier, nameof(permille));
            grains = checked(grains * (UInt128)multiplier);
        }

        return new(grains);
    }

    public static ExactMoney Max(ExactMoney one, ExactMoney other) => one >= other ? one : other;

    /// <summary>How many of these fit in a room, at most as many as asked for; every number of nothing does.</summary>
    public long CountWithin(ExactMoney room, long asked)
    {
        if (_grains == 0)
        {
            return asked;
        }

        var count = room._grains / _grains;
        return count < (UInt128)asked ? (long)count : asked;
    }

    public int CompareTo(ExactMoney other) => _grains.CompareTo(other._grains);

    public override string ToString() => $"{_grains} / {GrainsPerNanoDollar} nano-dollars";

    public static ExactMoney operator +(ExactMoney one, ExactMoney other) => new(checked(one._grains + other._grains));

    public static ExactMoney operator -(ExactMoney one, ExactMoney other) => new(checked(one._grains - other._grains));

    public static ExactMoney operator *(long count, ExactMoney each) => new(checked((UInt128)count * each._grains));

    public static bool operator <(ExactMoney one, ExactMoney other) => one._grains < other._grains;

    public static bool operator >(ExactMoney one, ExactMoney other) => one._grains > other._grains;

    public static bool operator <=(ExactMoney one, ExactMoney other) => one._grains <= other._grains;

    public static bool operator >=(ExactMoney one, ExactMoney other) => one._grains >= other._grains;
}
