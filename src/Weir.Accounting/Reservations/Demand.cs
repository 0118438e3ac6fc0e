using System.Diagnostics;

namespace Weir.Accounting;

/// <summary>
/// The most that an attempt can weigh, by its output cap: in every unit a fixed part, which its input and its fees bound, and a part for
/// each token of output. This and <see cref="Weight"/> are the one place that knows what the units mean.
/// </summary>
public readonly record struct Demand
{
    /// <param name="input">Upper bound of the input, in tokens.</param>
    /// <param name="fixedCost">What the attempt costs at the most with no output at all.</param>
    /// <param name="costPerOutput">What a token of output costs at the most.</param>
    public Demand(long input, ExactMoney fixedCost, ExactMoney costPerOutput)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        Input = input;
        FixedCost = fixedCost;
        CostPerOutput = costPerOutput;
    }

    /// <summary>Upper bound of the input, in tokens.</summary>
    public long Input { get; }

    public ExactMoney FixedCost { get; }

    public ExactMoney CostPerOutput { get; }

    /// <summary>Of an attempt that costs no money.</summary>
    public static Demand OfTokens(long input) => new(input, default, default);

    /// <summary>Of an attempt that may turn out as either: when an upstream may take another model, the dearest is set aside.</summary>
    public static Demand Dearest(Demand one, Demand other) => new(
        Math.Max(one.Input, other.Input),
        ExactMoney.Max(one.FixedCost, other.FixedCost),
        ExactMoney.Max(one.CostPerOutput, other.CostPerOutput));

    /// <summary>What is set aside when this much output is granted.</summary>
    /// <exception cref="OverflowException">It is more than can be counted.</exception>
    public Weight At(long output) => new(Input, output, In(BudgetUnit.NanoDollars, output), In(BudgetUnit.Requests, output));

    /// <summary>The same in one unit.</summary>
    /// <exception cref="OverflowException">It is more than can be counted.</exception>
    public long In(BudgetUnit unit, long output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(output);
        return unit switch
        {
            BudgetUnit.Tokens => checked(Input + output),
            BudgetUnit.InputTokens => Input,
            BudgetUnit.OutputTokens => output,
            BudgetUnit.NanoDollars => (FixedCost + (output * CostPerOutput)).NanoDollarsUp,
            BudgetUnit.Requests => 1,
            _ => throw new UnreachableException($"There is no unit {unit}."),
        };
    }

    /// <summary>The most output that fits in a room, in tokens and at most what was asked for; null when not even none of it does.</summary>
    /// <param name="unit">What the room is counted in. In units that output doesn't weigh in, all of it fits or nothing does.</param>
    /// <param name="room">What is left of the cap; negative when it is exceeded.</param>
    /// <param name="asked">The output cap asked for, in tokens.</param>
    internal long? MostOutput(BudgetUnit unit, Int128 room, long asked)
    {
        if (room < 0)
        {
            return null;
        }

        switch (unit)
        {
            case BudgetUnit.Tokens:
                return room >= Input ? (long)Int128.Min(asked, room - Input) : null;
            case BudgetUnit.InputTokens:
                return room >= Input ? asked : null;
            case BudgetUnit.OutputTokens:
                return (long)Int128.Min(asked, room);
            case BudgetUnit.Requests:
                return room >= 1 ? asked : null;
            case BudgetUnit.NanoDollars:
                // Rounding up is no matter here: what is rounded up fits in a whole number exactly when what is not does.
                var money = ExactMoney.FromNanoDollars((long)Int128.Min(long.MaxValue, room));
                return money >= FixedCost ? CostPerOutput.CountWithin(money - FixedCost, asked) : null;
            default:
                throw new UnreachableException($"There is no unit {unit}.");
        }
    }
}
