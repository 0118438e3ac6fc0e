using System.Diagnostics;

namespace Weir.Accounting;

/// <summary>
/// What an entry adds to its windows, or a grant sets aside in them, in each of the units that a budget may count. A correction weighs
/// the difference, which may be negative.
/// </summary>
/// <param name="InputTokens">Tokens of every input class.</param>
/// <param name="OutputTokens">Tokens of output.</param>
/// <param name="NanoDollars">The cost, rounded up once.</param>
/// <param name="Requests">1 for an attempt that is set aside or posted, 0 for one that is voided.</param>
public readonly record struct Weight(long InputTokens, long OutputTokens, long NanoDollars, long Requests)
{
    /// <summary>What a budget in tokens counts: every class in full.</summary>
    public long Tokens => checked(InputTokens + OutputTokens);

    /// <summary>What a voided attempt weighs in every unit.</summary>
    public static Weight Nothing => default;

    /// <summary>What an attempt weighs that used this much.</summary>
    public static Weight Posted(Usage usage, long nanoDollars) => new(usage.TotalInput, usage.Output, nanoDollars, 1);

    public long In(BudgetUnit unit) => unit switch
    {
        BudgetUnit.Tokens => Tokens,
        BudgetUnit.InputTokens => InputTokens,
        BudgetUnit.OutputTokens => OutputTokens,
        BudgetUnit.NanoDollars => NanoDollars,
        BudgetUnit.Requests => Requests,
        _ => throw new UnreachableException($"There is no unit {unit}."),
    };

    public static Weight operator +(Weight one, Weight other) => new(
        checked(one.InputTokens + other.InputTokens),
        checked(one.OutputTokens + other.OutputTokens),
        checked(one.NanoDollars + other.NanoDollars),
        checked(one.Requests + other.Requests));

    public static Weight operator -(Weight one, Weight other) => new(
        checked(one.InputTokens - other.InputTokens),
        checked(one.OutputTokens - other.OutputTokens),
        checked(one.NanoDollars - other.NanoDollars),
        checked(one.Requests - other.Requests));
}
