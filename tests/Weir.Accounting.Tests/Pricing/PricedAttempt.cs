using System.Collections.Immutable;
using System.Numerics;
using CsCheck;

namespace Weir.Accounting.Tests.Pricing;

/// <summary>A price, a request with its bound, and an answer that keeps to it.</summary>
/// <param name="Price">Any price that has no problems.</param>
/// <param name="Bound">What the input can be.</param>
/// <param name="Asked">What the request says.</param>
/// <param name="Usage">What the upstream reported: no more input than the bound, in classes that the request allows.</param>
/// <param name="Reported">What it said besides: as asked for, or the standard.</param>
internal sealed record PricedAttempt(Price Price, BoundedInput Bound, Circumstances Asked, Usage Usage, Circumstances Reported)
{
    private static readonly string[] Values = ["", "standard", "fast", "slow", "unheard-of"];

    private static readonly Gen<Multipliers> Fields = Gen.Select(
        Gen.Int[0, 12_000], Gen.Int[0, 1_000], Gen.Int[0, 3_000], Gen.Bool,
        (fast, slow, silent, isEmpty) => isEmpty
            ? Multipliers.None
            : new() { Permille = ImmutableDictionary<string, int>.Empty.Add("fast", fast).Add("slow", slow), Silent = silent });

    private static readonly Gen<LongContext?> LongContexts = Gen.Select(
        Gen.Bool, Gen.Long[0, 300_000], Gen.Int[1_000, 5_000], Gen.Int[1_000, 5_000],
        (isFlat, over, input, output) => isFlat ? null : new LongContext(over, input, output));

    private static readonly Gen<long> Rates = Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, 50_000_000], Gen.Const(1_000_000L));

    private static readonly Gen<Price> Prices = Gen.Select(
        Rates.Array[5], Fields, Fields, Fields, LongContexts, Gen.Long[0, 50_000_000],
        (rates, speed, tier, geo, longContext, fee) => new Price
        {
            Id = PriceId.New(),
            Name = "drawn",
            Models = ["*"],
            Rates = new(rates[0], rates[1], rates[2], rates[3], rates[4]),
            Speed = speed,
            ServiceTier = tier,
            InferenceGeo = geo,
            LongContext = longContext,
            ToolFees = ImmutableDictionary<string, long>.Empty.Add("web_search", fee).Add("web_fetch", 0),
        });

    private static readonly Gen<string> Said = Gen.Int[0, Values.Length - 1].Select(index => Values[index]);

    private static readonly Gen<Circumstances> Asks = Gen.Select(
        Said, Said, Said, Gen.Bool, Gen.Bool,
        (speed, tier, geo, searches, other) => new Circumstances
        {
            Speed = speed,
            ServiceTier = tier,
            InferenceGeo = geo,
            Tools = [.. Enumerable.Repeat(new ToolRequests("web_search", 1), searches ? 1 : 0), .. Enumerable.Repeat(new ToolRequests("unheard_of", 1), other ? 1 : 0)],
        });

    public static Gen<PricedAttempt> Any { get; } = Gen.Select(
        Prices, Asks, Gen.Long[0, 400_000].Array[5], Gen.Long[0, 1_000], Gen.Bool.Array[7],
        (price, asked, counts, slack, flags) =>
        {
            var usage = new Usage(counts[0], counts[1], flags[0] ? counts[2] : 0, flags[1] ? counts[3] : 0, counts[4]);
            var bound = new BoundedInput(usage.TotalInput + slack, flags[0], flags[1]);
            var reported = new Circumstances
            {
                Speed = Answer(asked.Speed!, flags[2]),
                ServiceTier = Answer(asked.ServiceTier!, flags[3]),
                InferenceGeo = Answer(asked.InferenceGeo!, flags[4]),
                Tools = flags[5] ? asked.Tools : [],
            };
            return new PricedAttempt(price, bound, asked, usage, reported);
        });

    /// <summary>The cost by the book: every factor written out, divided and rounded up at the end.</summary>
    public BigInteger PlainCost()
    {
        var isLong = Price.LongContext is { } longContext && Usage.TotalInput > longContext.Over;
        var shared = (BigInteger)Plain(Price.Speed, Reported.Speed!) * Plain(Price.ServiceTier, Reported.ServiceTier!) * Plain(Price.InferenceGeo, Reported.InferenceGeo!);
        var input = ((BigInteger)Usage.Input * Price.Rates.Input) + ((BigInteger)Usage.CacheRead * Price.Rates.CacheRead)
            + ((BigInteger)Usage.CacheWrite5m * Price.Rates.CacheWrite5m) + ((BigInteger)Usage.CacheWrite1h * Price.Rates.CacheWrite1h);
        var output = (BigInteger)Usage.Output * Price.Rates.Output;
        var tokens = shared * ((input * (isLong ? Price.LongContext!.InputPermille : 1_000)) + (output * (isLong ? Price.LongContext!.OutputPermille : 1_000)));
        var unit = BigInteger.Pow(10, 18);
        var fees = Reported.Tools.Sum(tool => tool.Count * Price.ToolFees["web_search"]);
        return ((tokens + unit - 1) / unit) + fees;
    }

    public override string ToString() => $"{Price} {Price.Rates} {Bound} asked {Asked} used {Usage} reported {Reported}";

    private static string Answer(string asked, bool isAsAsked) => isAsAsked ? asked : "standard";

    private static int Plain(Multipliers multipliers, string value) => value switch
    {
        "" or "standard" => 1_000,
        _ when multipliers.Permille.TryGetValue(value, out var known) => known,
        _ => multipliers.Permille.Values.Append(1_000).Append(multipliers.Silent).Max(),
    };
}
