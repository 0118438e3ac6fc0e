using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Changes;
using Weir.Proxy.Metering;
using Weir.Storage.Model;
using Weir.Storage.Pricing;

namespace Weir.Prices;

/// <summary>Puts the shipped prices and those of the database in force, as one book that is replaced whole.</summary>
internal sealed partial class PricesInForce(
    IDbContextFactory<WeirDbContext> databases,
    PriceList prices,
    TimeProvider time,
    ILogger<PricesInForce> logger) : IInForce, IDisposable
{
    /// <summary>One at a time, so that what was read later is not replaced by what was read before.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private List<Price> _own = [];

    public string Of => "prices";

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var rows = await db.Prices.AsNoTracking().Where(StoredPrices.MayComeToApply(now)).OrderBy(row => row.Version).ToListAsync(cancellationToken);
            var own = rows.ConvertAll(row => row.ToPrice());
            // Every change of anything comes by here, and few are about prices.
            if (own.Select(Mark).SequenceEqual(_own.Select(Mark)))
            {
                return;
            }

            prices.Apply(ShippedPrices.Anthropic.With(own.Where(IsUsable)));
            _own = own;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>All that can change of a version.</summary>
    private static (PriceId Id, string? Upstream, DateTimeOffset? Until) Mark(Price price) => (price.Id, price.Upstream, price.ValidUntil);

    /// <summary>Endpoints take no others: somebody wrote into the table. What it is for has the price that it would have without.</summary>
    private bool IsUsable(Price price)
    {
        var problems = price.Problems().ToList();
        if (problems.Count > 0)
        {
            LogUnusable(price.Id, string.Join(' ', problems));
        }

        return problems.Count == 0;
    }

    [LoggerMessage(LogLevel.Error, "The price {Price} of the database is not used. {Problems}")]
    private partial void LogUnusable(PriceId price, string problems);
}
