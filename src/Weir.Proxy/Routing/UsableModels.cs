using Weir.Proxy.Dialects;
using Weir.Proxy.Identity;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Routing;

/// <summary>All models that a caller may use, whatever they speak.</summary>
public sealed class UsableModels
{
    private static readonly Dialect[] Dialects = [Dialect.Anthropic, Dialect.OpenAI, Dialect.Ollama];

    private readonly ModelOffer _offer;
    private readonly PriceList _prices;

    internal UsableModels(ModelOffer offer, PriceList prices) => (_offer, _prices) = (offer, prices);

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<UsableModel>> OfAsync(Caller caller)
    {
        var models = new SortedDictionary<string, UsableModel>(StringComparer.OrdinalIgnoreCase);
        foreach (var dialect in Dialects)
        {
            foreach (var offered in await _offer.OfAsync(caller, dialect))
            {
                models[offered.Name] = models.TryGetValue(offered.Name, out var known)
                    ? known with { Dialects = known.Dialects.Add(dialect) }
                    : new(offered.Name, offered.Upstream.Name, [dialect], _prices.Find(offered.Upstream.Config, offered.Listed?.Name ?? offered.Name).Rates);
            }
        }

        return [.. models.Values];
    }
}
