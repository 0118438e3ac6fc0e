using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Proxy.Upstreams;
using Weir.Storage.Pricing;
using Weir.Upstreams;

namespace Weir.Prices;

/// <summary>Takes a price out of a body, or says everything that is wrong with it.</summary>
/// <param name="request">The body.</param>
/// <param name="upstreams">Those that it can be for.</param>
internal sealed class PriceReading(PriceRequest request, UpstreamOverview upstreams)
{
    /// <summary>Of values of a field, or of tools.</summary>
    private const int MostNames = 50;

    private const int LongestName = 100;

    /// <summary>A millionth of a dollar for a million tokens: what is cheaper, but not free, was written in dollars.</summary>
    private const long LeastRate = 1_000;

    private readonly List<string> _problems = [];

    /// <summary>Why there is none, once <see cref="Read"/> answered null.</summary>
    public ErrorResult Refusal => ErrorResult.BadRequest(string.Join(' ', _problems));

    /// <summary>A version without a start yet.</summary>
    public StoredPrice? Read()
    {
        if (request.Name is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > StoredPrice.LongestName))
        {
            _problems.Add($"\"name\" must have 1 to {StoredPrice.LongestName} characters, or be null.");
        }

        var price = new StoredPrice
        {
            Id = PriceId.New().Value,
            Name = request.Name,
            Model = Model(),
            Upstream = Upstream(),
            IsFallback = request.IsFallback,
            Terms = new()
            {
                Rates = Rates(),
                Speed = Multipliers("speed", request.Speed),
                ServiceTier = Multipliers("service_tier", request.ServiceTier),
                InferenceGeo = Multipliers("inference_geo", request.InferenceGeo),
                LongContext = LongContext(),
                ToolFees = Fees(),
            },
        };
        if (_problems.Count == 0)
        {
            _problems.AddRange(price.ToPrice().Problems());
        }

        return _problems.Count == 0 ? price : null;
    }

    private string Model()
    {
        if (request.IsFallback)
        {
            if (request.Model is not null || request.Upstream is not null)
            {
                _problems.Add("A fallback is for every model that has no price: leave \"model\" and \"upstream\" out.");
            }

            return "*";
        }

        if (request.Model is null || !ModelPattern.IsWellFormed(request.Model))
        {
            Refuse("model", $"{RouteRules.PatternRemedy}; a star can stand at the end alone");
            return "*";
        }

        return ModelPattern.WithoutDefaultTag(request.Model).ToString();
    }

    private string? Upstream()
    {
        if (request.Upstream is null || request.IsFallback)
        {
            return null;
        }

        var upstream = upstreams.All().Select(known => known.Name).FirstOrDefault(known => UpstreamRules.SameName(known, request.Upstream));
        if (upstream is null)
        {
            _problems.Add("\"upstream\" names no upstream: GET /admin/api/upstreams lists them.");
        }

        return upstream;
    }

    private TokenRates Rates()
    {
        if (request.NanoDollarsPerMillion is not { Input: { } input, Output: { } output } rates)
        {
            Refuse("nano_dollars_per_million", "write at least {\"input\":3000000000,\"output\":15000000000}, which is $3 and $15 for a million tokens");
            return default;
        }

        var all = new TokenRates(input, rates.CacheRead ?? input, rates.CacheWrite5m ?? input, rates.CacheWrite1h ?? input, output);
        long[] each = [all.Input, all.CacheRead, all.CacheWrite5m, all.CacheWrite1h, all.Output];
        if (each.Any(rate => rate is > 0 and < LeastRate))
        {
            Refuse("nano_dollars_per_million", "a million tokens for less than a millionth of a dollar is a slip: $3 is 3000000000, and what is free is 0");
        }

        return all;
    }

    private Multipliers Multipliers(string field, MultipliersJson? wanted)
    {
        var permille = wanted?.Permille ?? [];
        CheckNames(field, permille.Keys);
        return new() { Permille = permille.ToImmutableDictionary(), Silent = wanted?.Silent ?? Accounting.Multipliers.Standard };
    }

    private LongContext? LongContext()
    {
        switch (request.LongContext)
        {
            case null:
                return null;
            case { Over: { } over, InputPermille: { } input, OutputPermille: { } output }:
                return new(over, input, output);
            default:
                Refuse("long_context", "write {\"over\":200000,\"input_permille\":2000,\"output_permille\":1500}, or null");
                return null;
        }
    }

    private ImmutableDictionary<string, long> Fees()
    {
        var fees = request.NanoDollarsPerToolRequest ?? [];
        CheckNames("nano_dollars_per_tool_request", fees.Keys);
        return fees.ToImmutableDictionary();
    }

    private void CheckNames(string field, IReadOnlyCollection<string> names)
    {
        if (names.Count > MostNames || names.Any(name => name.Length is 0 or > LongestName || name.Any(char.IsControl)))
        {
            _problems.Add($"\"{field}\" can name at most {MostNames} values, each of 1 to {LongestName} characters.");
        }
    }

    private void Refuse(string field, string remedy) => _problems.Add($"\"{field}\" is missing or wrong: {remedy}.");
}
