using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Proxy.Upstreams;
using Weir.Storage.Model;
using Weir.Upstreams;
using Weir.Usage;

namespace Weir.Prices;

/// <summary>The shipped prices and those that were made here, as administrators see them.</summary>
internal sealed class PriceQueries(WeirDbContext db, PriceList prices, UpstreamOverview upstreams, TimeProvider time)
{
    /// <param name="page">Which part of those that were made here, the latest first.</param>
    /// <param name="model">Only this model's; null: all.</param>
    /// <param name="upstream">Only this upstream's; null: all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<PricesAnswer> PageAsync(UsagePage page, string? model, string? upstream, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = db.Prices.AsNoTracking().Where(price => price.Version < page.Before);
        if (model is not null)
        {
            var name = ModelPattern.WithoutDefaultTag(model).ToString();
            wanted = wanted.Where(price => price.Model == name);
        }

        wanted = upstream is null ? wanted : wanted.Where(price => price.Upstream == upstream);
        var rows = await wanted.OrderByDescending(price => price.Version).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > page.Limit ? rows[page.Limit - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        var (shipped, book) = (ShippedPrices.Anthropic, prices.Current);
        return new(
            shipped.Source,
            shipped.Date,
            [.. shipped.Notes],
            PriceAnswer.Of(book.FallbackAt(now), "in_force"),
            ShippedListing.OwnMachine,
            new ShippedListing(book, now).All(),
            [.. rows.Take(page.Limit).Select(row => PriceAnswer.Of(row, now))],
            next);
    }

    /// <summary>Null when there is none of this id.</summary>
    public async Task<PriceAnswer?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new ShippedListing(prices.Current, now).Find(id) is { } shipped ? shipped
            : await db.Prices.AsNoTracking().SingleOrDefaultAsync(price => price.Id == id, cancellationToken) is { } stored ? PriceAnswer.Of(stored, now)
            : null;
    }

    /// <summary>The price that a request for a model at an upstream has now; null when there is no such upstream.</summary>
    public PriceAnswer? InForce(string upstream, string model) => upstreams.All().FirstOrDefault(known => UpstreamRules.SameName(known.Name, upstream)) is { } there
        ? PriceAnswer.Of(prices.Find(there.Name, there.Kind, model), "in_force")
        : null;
}
