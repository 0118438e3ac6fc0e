using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Proxy.Upstreams;
using Weir.Storage.Model;
using Weir.Storage.Pricing;

namespace Weir.Prices;

/// <summary>
/// What administrators do to prices. Versions for the same model at the same upstream follow each other without overlapping: a new one ends the one
/// it falls into, and ends where the next begins. Nothing that has begun is changed, so nothing that was reckoned is.
/// </summary>
internal sealed class PriceChanges(WeirDbContext db, UpstreamOverview upstreams, TimeProvider time)
{
    /// <summary>Every attempt's model is held against those in force and planned, one by one.</summary>
    private const int MostLive = 500;

    /// <summary>Clocks of those who write instants differ, and a request takes its time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>A version that begins sooner may have been used, by a replica whose clock is ahead, before it hears that it is gone.</summary>
    private static readonly TimeSpan ToHear = TimeSpan.FromSeconds(10);

    public static ErrorResult Unknown => ErrorResult.NotFound("There is no price with this id among those that were made here; the shipped ones are not changed but overridden.");

    public async Task<(Guid Id, ErrorResult? Refusal)> AddAsync(PriceRequest request, CancellationToken cancellationToken)
    {
        var reading = new PriceReading(request, upstreams);
        if (reading.Read() is not { } price)
        {
            return (default, reading.Refusal);
        }

        if (NotBefore(request.StartsAt, "starts_at", out var startsAt) is { } past)
        {
            return (default, past);
        }

        (price.StartsAt, price.CreatedAt) = (startsAt, time.GetUtcNow());
        var refusal = await db.InTurnAsync(() => AddAsync(price, cancellationToken), cancellationToken);
        return (price.Id, refusal);
    }

    /// <summary>Null: done.</summary>
    public Task<ErrorResult?> EndAsync(Guid id, DateTimeOffset? asked, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (NotBefore(asked, "ends_at", out var endsAt) is { } past)
            {
                return past;
            }

            if (await FindAsync(id, cancellationToken) is not { } price)
            {
                return Unknown;
            }

            if (endsAt <= price.StartsAt)
            {
                return ErrorResult.Conflict($"This price begins at {price.StartsAt:O} only: delete it, or end it later.");
            }

            if (price.EndsAt <= endsAt)
            {
                return ErrorResult.Conflict($"This price ends at {price.EndsAt:O} already.");
            }

            price.EndsAt = endsAt;
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Null: done. The version before it goes on in its place.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await FindAsync(id, cancellationToken) is not { } price)
            {
                return Unknown;
            }

            if (price.StartsAt <= time.GetUtcNow() + ToHear)
            {
                return ErrorResult.Conflict("This price is or was in force, and entries of the ledger may name it: end it instead.");
            }

            if (await Chain(price).SingleOrDefaultAsync(other => other.EndsAt == price.StartsAt, cancellationToken) is { } before)
            {
                before.EndsAt = price.EndsAt;
            }

            db.Prices.Remove(price);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    private async Task<ErrorResult?> AddAsync(StoredPrice price, CancellationToken cancellationToken)
    {
        if (await db.Prices.CountAsync(StoredPrices.MayComeToApply(time.GetUtcNow()), cancellationToken) >= MostLive)
        {
            return ErrorResult.Conflict($"There are {MostLive} prices in force or planned: end one that isn't needed, or let a pattern fit several models.");
        }

        if (await Chain(price).AnyAsync(other => other.StartsAt == price.StartsAt, cancellationToken))
        {
            return ErrorResult.Conflict($"Another price for the same begins at {price.StartsAt:O}: choose another instant, or delete that one while it is planned.");
        }

        var before = await Chain(price).Where(other => other.StartsAt < price.StartsAt).OrderByDescending(other => other.StartsAt).FirstOrDefaultAsync(cancellationToken);
        if (before is not null && !(before.EndsAt <= price.StartsAt))
        {
            before.EndsAt = price.StartsAt;
        }

        var next = await Chain(price).Where(other => other.StartsAt > price.StartsAt).OrderBy(other => other.StartsAt).FirstOrDefaultAsync(cancellationToken);
        price.EndsAt = next?.StartsAt;
        price.Version = 1 + (await db.Prices.MaxAsync(other => (long?)other.Version, cancellationToken) ?? 0);
        db.Prices.Add(price);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    private Task<StoredPrice?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Prices.SingleOrDefaultAsync(price => price.Id == id, cancellationToken);

    /// <summary>The versions for the same.</summary>
    private IQueryable<StoredPrice> Chain(StoredPrice price) =>
        db.Prices.Where(other => other.IsFallback == price.IsFallback && other.Upstream == price.Upstream && other.Model == price.Model && other.Id != price.Id);

    private ErrorResult? NotBefore(DateTimeOffset? asked, string field, out DateTimeOffset at)
    {
        var now = Whole(time.GetUtcNow());
        at = asked is null || asked < now ? now : Whole(asked.Value);
        return asked < now - Slack
            ? ErrorResult.BadRequest($"\"{field}\" is past, and what was used is paid: write an instant that is still to come, or null for now.")
            : null;
    }

    /// <summary>Stores keep microseconds: what is compared with them must not be finer.</summary>
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
