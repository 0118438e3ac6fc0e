using Microsoft.EntityFrameworkCore;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Requests;

/// <summary>The entries that a filter lets through, as queries.</summary>
internal sealed class FilteredEntries
{
    private FilteredEntries(IQueryable<LedgerEntry> ofUser, IQueryable<LedgerEntry> wanted, IQueryable<UsageSum> sums) => (OfUser, Wanted, Sums) = (ofUser, wanted, sums);

    /// <summary>Those of the user that the filter leads to, or of everybody: an index knows them in the order of their ids.</summary>
    public IQueryable<LedgerEntry> OfUser { get; }

    public IQueryable<LedgerEntry> Wanted { get; }

    /// <summary>The sums of quarters of an hour in which some may be.</summary>
    public IQueryable<UsageSum> Sums { get; }

    /// <returns>Null when the filter names what no entry has.</returns>
    public static async Task<FilteredEntries?> SelectAsync(WeirDbContext db, EntryFilter filter, CancellationToken cancellationToken)
    {
        var (model, upstream) = (await NameAsync(db, filter.Model, cancellationToken), await NameAsync(db, filter.Upstream, cancellationToken));
        if ((filter.Model is not null && model is null) || (filter.Upstream is not null && upstream is null))
        {
            return null;
        }

        // A key's entries are its owner's: the index on users knows where they are.
        var user = filter.User ?? (filter.Key is { } key
            ? await db.ApiKeys.Where(row => row.Id == key).Select(row => (Guid?)row.UserId).SingleOrDefaultAsync(cancellationToken)
            : null);
        var mine = user is { } id ? db.LedgerEntries.AsNoTracking().Where(entry => entry.UserId == id) : db.LedgerEntries.AsNoTracking();
        return new(mine, Narrow(mine, filter, model, upstream), SumsOf(db, filter, user, model, upstream));
    }

    private static IQueryable<LedgerEntry> Narrow(IQueryable<LedgerEntry> entries, EntryFilter filter, long? model, long? upstream)
    {
        entries = filter.Key is { } key ? entries.Where(entry => entry.ApiKeyId == key) : entries;
        entries = model is { } ofModel ? entries.Where(entry => entry.ModelId == ofModel) : entries;
        entries = upstream is { } atUpstream ? entries.Where(entry => entry.UpstreamId == atUpstream) : entries;
        entries = filter.From is { } from ? entries.Where(entry => entry.EndedAt >= from) : entries;
        entries = filter.To is { } to ? entries.Where(entry => entry.EndedAt < to) : entries;
        var words = filter.Outcomes.ToList();
        return words.Count > 0 ? entries.Where(entry => words.Contains(entry.Outcome)) : entries;
    }

    private static IQueryable<UsageSum> SumsOf(WeirDbContext db, EntryFilter filter, Guid? user, long? model, long? upstream)
    {
        var sums = db.UsageSums.AsNoTracking().Where(sum => sum.StartsAt > DateTimeOffset.UnixEpoch);
        sums = user is { } id ? sums.Where(sum => sum.UserId == id) : sums;
        sums = model is { } ofModel ? sums.Where(sum => sum.ModelId == ofModel) : sums;
        sums = upstream is { } atUpstream ? sums.Where(sum => sum.UpstreamId == atUpstream) : sums;
        return filter.AsksForFailures ? sums.Where(sum => sum.Failures > 0) : sums;
    }

    private static async Task<long?> NameAsync(WeirDbContext db, string? text, CancellationToken cancellationToken) => text is null
        ? null
        : await db.Names.Where(name => name.Text == text).Select(name => (long?)name.Id).SingleOrDefaultAsync(cancellationToken);
}
