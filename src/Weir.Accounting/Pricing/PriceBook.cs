using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>
/// All prices at one moment, every version of them. A change is a new book with one version more. Immutable, so safe for any number
/// of callers at once.
/// </summary>
public sealed class PriceBook
{
    private readonly Dictionary<PriceId, Price> _byId = [];

    /// <exception cref="ArgumentException">A price has problems, or two have the same id or are for the same model from the same instant.</exception>
    public PriceBook(IEnumerable<Price> prices, Price fallback)
    {
        Prices = [.. prices];
        Fallback = fallback;
        if (!fallback.IsFallback || Prices.Any(price => price.IsFallback))
        {
            throw new ArgumentException("One price is the fallback, and it stands beside the others.", nameof(fallback));
        }

        var begun = new HashSet<(string? Upstream, string Model, DateTimeOffset ValidFrom)>();
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

            if (!price.IsFallback && price.Models.FirstOrDefault(model => !begun.Add((price.Upstream, model, price.ValidFrom))) is { } twice)
            {
                throw new ArgumentException($"Two prices for {twice} are valid from {price.ValidFrom:O}.", nameof(prices));
            }
        }
    }

    public ImmutableArray<Price> Prices { get; }

    /// <summary>For models that have no price; never 0.</summary>
    public Price Fallback { get; }

    /// <summary>
    /// The price of a model: that of its upstream before that of any, of an exact name before a pattern, of a longer pattern before a
    /// shorter, and of these the version that is valid.
    /// </summary>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="model">The model's name there.</param>
    /// <param name="at">The admission.</param>
    public Price Find(string upstream, string model, DateTimeOffset at)
    {
        var (best, rank) = (Fallback, (IsOwn: false, Fit: -1, Fallback.ValidFrom));
        foreach (var price in Prices)
        {
            if (price.ValidFrom > at || (price.Upstream is not null && price.Upstream != upstream))
            {
                continue;
            }

            foreach (var pattern in price.Models)
            {
                if (ModelPatterns.Fit(pattern, model) is { } fit && (price.Upstream is not null, fit, price.ValidFrom).CompareTo(rank) > 0)
                {
                    (best, rank) = (price, (price.Upstream is not null, fit, price.ValidFrom));
                }
            }
        }

        return best;
    }

    /// <summary>The version that an entry was reckoned by; null when this book doesn't have it.</summary>
    public Price? Find(PriceId id) => _byId.GetValueOrDefault(id);
}
