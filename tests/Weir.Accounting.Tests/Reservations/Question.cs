using System.Numerics;
using CsCheck;
using Weir.TestKit.Ledgers;

namespace Weir.Accounting.Tests.Reservations;

/// <summary>An attempt that asks for room, in the words of the code and in those of the oracle.</summary>
/// <param name="Windows">The windows it must fit in.</param>
/// <param name="Input">Upper bound of the input, in tokens.</param>
/// <param name="Fees">What it costs besides its tokens, in nano-dollars.</param>
/// <param name="InputPrice">Nano-dollars per million tokens.</param>
/// <param name="OutputPrice">Nano-dollars per million tokens.</param>
/// <param name="Permille">The multiplier of both prices.</param>
/// <param name="Asked">The output cap asked for.</param>
/// <param name="Floor">The least output worth granting.</param>
/// <param name="IsLastChance">True when it may not wait any longer.</param>
internal sealed record Question(
    WindowState[] Windows, long Input, long Fees, long InputPrice, long OutputPrice, int Permille, long Asked, long Floor, bool IsLastChance)
{
    /// <summary>Small enough to be enumerated, and short of room in most ways that there are.</summary>
    public static Gen<Question> Small { get; } = Of(
        Gen.Long[0, 2_000], amounts: Gen.Long[0, 200], input: Gen.Long[0, 100], output: Gen.Long[0, 200], prices: Gen.Select(Gen.Long[0, 3_000_000], Gen.Long[0, 3_000_000]), fees: Gen.Long[0, 100]);

    /// <summary>Amounts at the edges of what can be counted, and ordinary ones among them. The cost of so much input must have a place in 128 bits.</summary>
    public static Gen<Question> Extreme { get; } = Of(
        Edges(long.MaxValue),
        amounts: Edges(long.MaxValue),
        input: Edges(long.MaxValue),
        output: Edges(long.MaxValue),
        prices: Gen.Select(Edges(1L << 20), Edges(1L << 45)),
        fees: Edges(1L << 60));

    public Demand Demand => new(
        Input,
        (Input * ExactMoney.PerToken(InputPrice, Permille)) + ExactMoney.FromNanoDollars(Fees),
        ExactMoney.PerToken(OutputPrice, Permille));

    public PlainDemand PlainDemand => new(
        Input,
        ((BigInteger)Input * InputPrice * Permille) + ((BigInteger)Fees * 1_000_000_000),
        (BigInteger)OutputPrice * Permille,
        1_000_000_000);

    public PlainWindow[] PlainWindows =>
        [.. Windows.Select(window => new PlainWindow(window.Unit, window.Cap, window.Posted, window.Pending, window.WhenShort == ShortRoom.Refuse))];

    public ReserveDecision Decide() => ReserveDecision.Decide(Windows, Demand, Asked, Floor, IsLastChance);

    public PlainAnswer DecidePlainly() => PlainDecision.Decide(PlainWindows, PlainDemand, Asked, Floor, IsLastChance);

    public bool Allows(long output, bool withPending) => PlainDecision.Allows(PlainWindows, PlainDemand, output, Asked, withPending);

    public Question WithoutPending() => this with { Windows = [.. Windows.Select(window => window with { Pending = 0 })] };

    public override string ToString() =>
        $"{string.Join(", ", Windows)}; input {Input}, fees {Fees}, prices {InputPrice} and {OutputPrice} by {Permille} ‰, asked {Asked}, floor {Floor}, last chance {IsLastChance}";

    private static Gen<Question> Of(Gen<long> caps, Gen<long> amounts, Gen<long> input, Gen<long> output, Gen<(long Input, long Output)> prices, Gen<long> fees)
    {
        var windows = Gen.Select(
            caps, Gen.Int[0, 5], amounts, amounts, Gen.Bool, Gen.Enum<BudgetUnit>(),
            (cap, uncapped, posted, pending, refuses, unit) => new WindowState(
                uncapped == 0 ? null : unit == BudgetUnit.Requests ? cap % 8 : cap,
                unit == BudgetUnit.Requests ? posted % 4 : posted,
                unit == BudgetUnit.Requests ? pending % 4 : pending,
                refuses ? ShortRoom.Refuse : ShortRoom.Lower,
                unit));
        return Gen.Select(
            windows.Array[0, 4], Gen.Select(input, fees, prices), Gen.Int[1, 12_000], output, output, Gen.Bool,
            (states, cost, permille, asked, floor, lastChance) => new Question(
                states, cost.Item1, cost.Item2, cost.Item3.Input, cost.Item3.Output, permille, asked, Math.Min(asked, floor), lastChance));
    }

    private static Gen<long> Edges(long most) => Gen.OneOf(
        Gen.Long[0, 3], Gen.Long[0, 5_000], Gen.Long[0, most], Gen.Long[most - 3, most], Gen.Const(0L));
}
