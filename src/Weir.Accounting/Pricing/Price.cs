using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>
/// One version of the price of some models, in nano-dollars. It is never changed: what changes is a new version with an id of its own
/// that is valid from a later instant. An attempt has one price, that of its admission, for what is set aside and for what is posted.
/// </summary>
public sealed record Price : PriceTerms
{
    /// <summary>With all multipliers, for a million tokens: a thousand dollars. More is a slip, and sums must stay far from overflow.</summary>
    private const long MostPerMillion = 1_000_000_000_000;

    /// <summary>For a request of a tool: a thousand dollars.</summary>
    private const long MostFee = 1_000_000_000_000;

    public required PriceId Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Names of models at the upstream, or beginnings of them that end in a star: <c>claude-sonnet-4-5*</c>.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>The upstream that it is for; null: any that has no price of its own for the model.</summary>
    public string? Upstream { get; init; }

    /// <summary>The first instant at which it is valid; it ends where the next version for the same models begins.</summary>
    public DateTimeOffset ValidFrom { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The first instant at which it no longer is, though no version follows it; null: it goes on.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>True for one of the table that Weir comes with: any price that an administrator made for a model counts before it.</summary>
    public bool IsShipped { get; init; }

    /// <summary>True for the price of what has none: everything it reckons is flagged.</summary>
    public bool IsFallback { get; init; }

    public bool IsValid(DateTimeOffset at) => ValidFrom <= at && !(at >= ValidUntil);

    /// <summary>What an attempt cost that used this much.</summary>
    /// <param name="usage">Its counts. A correction costs the difference of two such costs.</param>
    /// <param name="reported">What the answer said of the circumstances.</param>
    public Cost CostOf(in Usage usage, Circumstances reported)
    {
        var isFlagged = IsFallback;
        var multipliers = new AppliedMultipliers(
            Speed.Reported(reported.Speed, ref isFlagged),
            ServiceTier.Reported(reported.ServiceTier, ref isFlagged),
            InferenceGeo.Reported(reported.InferenceGeo, ref isFlagged),
            usage.TotalInput > LongContext?.Over ? LongContext : null);
        var money = InputCost(in usage, in multipliers) + (usage.Output * multipliers.OutputToken(Rates.Output)) + Fees(reported.Tools, ref isFlagged);
        return new(money.NanoDollarsUp, isFlagged);
    }

    /// <summary>
    /// The most that an attempt can weigh: no usage within the bound costs more, as long as the upstream does what it was asked. What the
    /// request doesn't bound, further requests of tools, is not in it.
    /// </summary>
    /// <param name="input">What its input can be.</param>
    /// <param name="asked">What the request says of the circumstances, with one request for each tool.</param>
    public Demand WorstCase(BoundedInput input, Circumstances asked)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input.Tokens);
        var multipliers = AtMost(asked, input.Tokens);
        var dearest = Math.Max(
            Math.Max(Rates.Input, Rates.CacheRead),
            Math.Max(input.WritesCache5m ? Rates.CacheWrite5m : 0, input.WritesCache1h ? Rates.CacheWrite1h : 0));
        var isFlagged = false;
        return new(
            input.Tokens,
            (input.Tokens * multipliers.InputToken(dearest)) + Fees(asked.Tools, ref isFlagged),
            multipliers.OutputToken(Rates.Output));
    }

    /// <summary>The same once the upstream has told the input: then only the output is open.</summary>
    /// <param name="input">The reported counts, of which the output is not looked at.</param>
    /// <param name="asked">What the request says of the circumstances, with one request for each tool.</param>
    public Demand WorstCase(in Usage input, Circumstances asked)
    {
        var multipliers = AtMost(asked, input.TotalInput);
        var isFlagged = false;
        return new(input.TotalInput, InputCost(in input, in multipliers) + Fees(asked.Tools, ref isFlagged), multipliers.OutputToken(Rates.Output));
    }

    /// <summary>All that is wrong with it, as sentences that say what would be right; none for a price that can be used.</summary>
    public IEnumerable<string> Problems()
    {
        long[] rates = [Rates.Input, Rates.CacheRead, Rates.CacheWrite5m, Rates.CacheWrite1h, Rates.Output];
        if (rates.Any(rate => rate < 0) || ToolFees.Values.Any(fee => fee is < 0 or > MostFee))
        {
            yield return "A rate or a fee is negative, or a fee is above 1000 dollars.";
        }
        else if (IsFallback && rates.Contains(0))
        {
            yield return "The price of models that have none must not be 0 in any class: what is not known would be free.";
        }
        else if (DearestPerMillion(rates.Max()) > MostPerMillion)
        {
            yield return "With all multipliers a million tokens cost more than 1000 dollars.";
        }

        if (Models.IsDefaultOrEmpty || !Models.All(ModelPattern.IsWellFormed))
        {
            yield return "It must name at least one model, and a star may only stand at the end of a name.";
        }

        var problems = Speed.Problems("speed")
            .Concat(ServiceTier.Problems("service_tier"))
            .Concat(InferenceGeo.Problems("inference_geo"))
            .Concat(LongContext?.Problems() ?? []);
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }

    private AppliedMultipliers AtMost(Circumstances asked, long input) => new(
        Speed.AtMost(asked.Speed),
        ServiceTier.AtMost(asked.ServiceTier),
        InferenceGeo.AtMost(asked.InferenceGeo),
        input > LongContext?.Over ? LongContext : null);

    private ExactMoney InputCost(in Usage usage, in AppliedMultipliers multipliers) =>
        (usage.Input * multipliers.InputToken(Rates.Input))
        + (usage.CacheRead * multipliers.InputToken(Rates.CacheRead))
        + (usage.CacheWrite5m * multipliers.InputToken(Rates.CacheWrite5m))
        + (usage.CacheWrite1h * multipliers.InputToken(Rates.CacheWrite1h));

    private ExactMoney Fees(ImmutableArray<ToolRequests> tools, ref bool isFlagged)
    {
        var fees = default(ExactMoney);
        foreach (var (tool, count) in tools)
        {
            if (!ToolFees.TryGetValue(tool, out var fee))
            {
                // A tool that the price doesn't know takes the dearest fee of those it does.
                fee = ToolFees.Count == 0 ? 0 : ToolFees.Values.Max();
                isFlagged |= count > 0;
            }

            fees += count * ExactMoney.FromNanoDollars(fee);
        }

        return fees;
    }

    private decimal DearestPerMillion(long rate) =>
        rate * (Speed.Dearest / 1_000m) * (ServiceTier.Dearest / 1_000m) * (InferenceGeo.Dearest / 1_000m)
        * (Math.Max(LongContext?.InputPermille ?? 0, Math.Max(LongContext?.OutputPermille ?? 0, Multipliers.Standard)) / 1_000m);
}
