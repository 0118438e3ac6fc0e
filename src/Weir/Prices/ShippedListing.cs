using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Prices;

/// <summary>How the shipped prices stand beside those that were made here.</summary>
/// <param name="book">What is in force.</param>
/// <param name="now">The moment.</param>
internal sealed class ShippedListing(PriceBook book, DateTimeOffset now)
{
    private const string InForce = "in_force";

    private const string Overridden = "overridden";

    private readonly List<Price> _own = [.. book.Prices.Where(price => price is { IsShipped: false, IsFallback: false, Upstream: null } && price.IsValid(now))];

    public List<PriceAnswer> All() => [.. ShippedPrices.Anthropic.Prices.Select(Of)];

    public PriceAnswer? Find(Guid id) =>
        id == PriceList.OwnMachine.Id.Value ? OwnMachine
        : id == ShippedPrices.Anthropic.Fallback.Id.Value ? Of(ShippedPrices.Anthropic.Fallback)
        : All().Find(price => price.Id == id);

    public static PriceAnswer OwnMachine => PriceAnswer.Of(PriceList.OwnMachine, InForce);

    private PriceAnswer Of(Price price)
    {
        var ended = price.IsFallback ? null : price with { ValidUntil = Next(price)?.ValidFrom };
        var state = PriceAnswer.StateOf(price.ValidFrom, ended?.ValidUntil, now);
        return PriceAnswer.Of(ended ?? price, state == InForce && IsOverridden(price) ? Overridden : state);
    }

    /// <summary>The version that follows it.</summary>
    private static Price? Next(Price price) => ShippedPrices.Anthropic.Prices
        .Where(other => other.ValidFrom > price.ValidFrom && other.Models.SequenceEqual(price.Models))
        .MinBy(other => other.ValidFrom);

    /// <summary>A beginning covers every longer one: one's own counts before a shipped one, however closely that fits.</summary>
    private bool IsOverridden(Price price) => price.IsFallback
        ? book.FallbackAt(now).Id != price.Id
        : price.Models.All(model => _own.Exists(own => ModelPattern.Fits(own.Models[0], model)));
}
