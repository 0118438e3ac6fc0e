using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>
/// All prices at one moment. A change is a new book with one version more. Immutable, so safe for any number of callers at once.
/// </summary>
public sealed class PriceBook
{
    private readonly Dictionary<PriceId, Price> _byId = [];

    private readonly ImmutableArray<Price> _ofModels;

    private readonly ImmutableArray<Price> _fallbacks;

    /// <param name="prices">Prices of models, and fallbacks that count before the last one while they are valid.</param>
    /// <param name="fallback">For all that has no other price; valid for ever.</param>
    /// <exception cref="ArgumentException">A price has problems, or two have the same id or are for the same model from the same instant.</exception>
    public PriceBook(IEnumerable<Price> prices, Price fallback)
    {
        Prices = [.. prices];
        Fallback = fallback;
        if (!fallback.IsFallback || fallback.ValidFrom != DateTimeOffset.MinValue || fallback.ValidUntil is not null)
        {
            throw new ArgumentException("The last price is a fallback that is always valid.", nameof(fallback));
        }

        _ofModels = [.. Prices.Where(price => !price.IsFallback)];
        _fallbacks = [.. Prices.Where(price => price.IsFallback)];
        var begun = new HashSet<(bool IsFallback, bool IsShipped, string? Upstream, string Model, DateTimeOffset ValidFrom)>();
        foreach (var price in Prices.Add(fallback))
        {
            if (price.Problems().ToArray() is { Length: > 0 } problems)
            {
                throw new ArgumentException($"The price {price.Name} can't be used. {string.Join(" ", problems)}", nameof(prices));
            }

            if (!_byId.TryAdd(price.Id, price))
            {
                throw new ArgumentException($"Two prices have the id {price.Id}.", nameof(prices));
            }

            if (price.Models.FirstOrDefault(model => !begun.Add((price.IsFallback, price.IsShipped, price.Upstream, model, price.ValidFrom))) is { } twice)
            {
                throw new ArgumentException($"Two prices for {twice} are valid from {price.ValidFrom:O}.", nameof(prices));
            }
        }
    }

    /// <summary>All of them but <see cref="Fallback"/>.</summary>
    public ImmutableArray<Price> Prices { get; }

    /// <summary>For models that have no price while no other fallback is valid; never 0.</summary>
    public Price Fallback { get; }

    /// <summary>
    /// The price of a model: one's own before a shipped one, that of its upstream before that of any, of an exact name before a pattern, of a
    /// longer pattern before a shorter, and of these the version that is valid.
    /// </summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="at">The admission.</param>
    public Price Find(string upstream, string model, DateTimeOffset at)
    {
        Price? best = null;
        var rank = (IsOwn: false, IsOfUpstream: false, Fit: -1, ValidFrom: DateTimeOffset.MinValue);
        foreach (var price in _ofModels)
        {
            if (!price.IsValid(at) || (price.Upstream is not null && price.Upstream != upstream))
            {
                continue;
            }

            foreach (var pattern in price.Models)
            {
                if (ModelPattern.Fit(pattern, model) is { } fit && (!price.IsShipped, price.Upstream is not null, fit, price.ValidFrom) is var its && its.CompareTo(rank) > 0)
                {
                    (best, rank) = (price, its);
                }
            }
        }

        return best ?? FallbackAt(at);
    }

    /// <summary>The price of what has none at a moment.</summary>
    public Price FallbackAt(DateTimeOffset at)
    {
        var latest = Fallback;
        foreach (var fallback in _fallbacks)
        {
            if (fallback.IsValid(at) && fallback.ValidFrom >= latest.ValidFrom)
            {
                latest = fallback;
            }
        }

        return latest;
    }

    /// <summary>The version that an entry was reckoned by; null when this book doesn't have it.</summary>
    public Price? Find(PriceId id) => _byId.GetValueOrDefault(id);
}
