using Weir.Accounting;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>What attempts of a schedule cost, once for the product and once for the oracle.</summary>
internal static class Money
{
    /// <summary>Of a token of input, in nano-dollars.</summary>
    public const long Input = 2;

    private const long Million = 1_000_000;

    public static Demand Demand(long input, long outputPrice) =>
        new(input, ExactMoney.FromNanoDollars(input * Input), ExactMoney.PerToken(outputPrice));

    public static PlainDemand Plain(long input, long outputPrice) => new(input, input * Input * Million, outputPrice, Million);
}
