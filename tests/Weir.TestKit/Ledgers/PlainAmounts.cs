using System.Diagnostics;
using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>An amount in every unit, in numbers that can't overflow.</summary>
public readonly record struct PlainAmounts(BigInteger Input, BigInteger Output, BigInteger NanoDollars, BigInteger Requests)
{
    public static PlainAmounts Nothing => default;

    /// <summary>What is posted for an attempt that used this.</summary>
    public static PlainAmounts Of(Usage usage, long nanoDollars) => new(
        (BigInteger)usage.Input + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h, usage.Output, nanoDollars, 1);

    /// <summary>What is set aside for a demand when this output is granted.</summary>
    public static PlainAmounts Of(PlainDemand demand, long output) => new(
        demand.At(output, BudgetUnit.InputTokens),
        demand.At(output, BudgetUnit.OutputTokens),
        demand.At(output, BudgetUnit.NanoDollars),
        demand.At(output, BudgetUnit.Requests));

    public static PlainAmounts Sum(IEnumerable<PlainAmounts> amounts) => amounts.Aggregate(Nothing, (sum, amount) => sum + amount);

    /// <summary>What adds up in each window, each amount in all of its windows.</summary>
    public static Dictionary<PlainWindowKey, PlainAmounts> ByWindow(IEnumerable<(IReadOnlyList<PlainWindowKey> Windows, PlainAmounts Amounts)> all)
    {
        var sums = new Dictionary<PlainWindowKey, PlainAmounts>();
        foreach (var (windows, amounts) in all)
        {
            foreach (var window in windows)
            {
                sums[window] = sums.GetValueOrDefault(window) + amounts;
            }
        }

        return sums;
    }

    public static PlainAmounts Smaller(PlainAmounts one, PlainAmounts other) => new(
        BigInteger.Min(one.Input, other.Input),
        BigInteger.Min(one.Output, other.Output),
        BigInteger.Min(one.NanoDollars, other.NanoDollars),
        BigInteger.Min(one.Requests, other.Requests));

    public BigInteger In(BudgetUnit unit) => unit switch
    {
        BudgetUnit.Tokens => Input + Output,
        BudgetUnit.InputTokens => Input,
        BudgetUnit.OutputTokens => Output,
        BudgetUnit.NanoDollars => NanoDollars,
        BudgetUnit.Requests => Requests,
        _ => throw new UnreachableException($"There is no unit {unit}."),
    };

    public static PlainAmounts operator +(PlainAmounts one, PlainAmounts other) =>
        new(one.Input + other.Input, one.Output + other.Output, one.NanoDollars + other.NanoDollars, one.Requests + other.Requests);

    public static PlainAmounts operator -(PlainAmounts one, PlainAmounts other) =>
        new(one.Input - other.Input, one.Output - other.Output, one.NanoDollars - other.NanoDollars, one.Requests - other.Requests);
}
