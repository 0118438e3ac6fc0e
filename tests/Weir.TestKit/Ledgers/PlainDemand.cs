using System.Diagnostics;
using System.Numerics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>What an attempt can weigh at the most, as a fraction: (fixed + output × per output) / unit nano-dollars.</summary>
/// <param name="Input">Upper bound of the input, in tokens.</param>
/// <param name="MoneyFixed">What it costs without any output.</param>
/// <param name="MoneyPerOutput">What a token of output costs.</param>
/// <param name="MoneyUnit">How many of these make a nano-dollar.</param>
public sealed record PlainDemand(long Input, BigInteger MoneyFixed, BigInteger MoneyPerOutput, BigInteger MoneyUnit)
{
    public static PlainDemand OfTokens(long input) => new(input, 0, 0, 1);

    /// <summary>What it weighs with this much output; money is rounded up to whole nano-dollars.</summary>
    public BigInteger At(long output, BudgetUnit unit) => unit switch
    {
        BudgetUnit.Tokens => (BigInteger)Input + output,
        BudgetUnit.InputTokens => Input,
        BudgetUnit.OutputTokens => output,
        BudgetUnit.NanoDollars => RoundUp(MoneyFixed + (output * MoneyPerOutput)),
        BudgetUnit.Requests => 1,
        _ => throw new UnreachableException($"There is no unit {unit}."),
    };

    private BigInteger RoundUp(BigInteger money)
    {
        var (whole, rest) = BigInteger.DivRem(money, MoneyUnit);
        return rest.IsZero ? whole : whole + 1;
    }
}
