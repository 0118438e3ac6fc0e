using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Refusals;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Requests;

/// <summary>The ledger as an explorer lists it.</summary>
internal sealed class RequestQueries(WeirDbContext db, EntrySearch search)
{
    /// <param name="filter">Which.</param>
    /// <param name="before">Only entries whose id is below this.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RequestsAnswer> ListAsync(EntryFilter filter, long before, int limit, CancellationToken cancellationToken)
    {
        var (found, next, isCutShort) = await search.FindAsync(filter, before, limit, cancellationToken);
        var searchedTo = isCutShort
            ? await db.LedgerEntries.AsNoTracking().Where(entry => entry.Id >= next && entry.Kind != LedgerEntryKind.Correction).OrderBy(entry => entry.Id)
                .Select(entry => (DateTimeOffset?)entry.EndedAt).FirstOrDefaultAsync(cancellationToken)
            : null;
        return new(await LinesAsync(found, cancellationToken), next?.ToString(CultureInfo.InvariantCulture), searchedTo);
    }

    /// <summary>Of entries that end an attempt or are sums, newest first.</summary>
    public async Task<List<RequestLine>> LinesAsync(IReadOnlyList<long> entries, CancellationToken cancellationToken)
    {
        var rows = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entries.Contains(entry.Id))
            .OrderByDescending(entry => entry.Id)
            .Select(entry => new
            {
                Entry = entry,
                Upstream = db.Names.Where(name => name.Id == entry.UpstreamId).Select(name => name.Text).First(),
                Model = db.Names.Where(name => name.Id == entry.ModelId).Select(name => name.Text).First(),
                Username = db.Users.Where(user => user.Id == entry.UserId && user.ErasedAt == null).Select(user => user.UserName).FirstOrDefault(),
                Key = db.ApiKeys.Where(key => key.Id == entry.ApiKeyId).Select(key => key.Name).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var corrections = await CorrectionsAsync([.. rows.Select(row => row.Entry.AttemptId)], cancellationToken);
        return rows.ConvertAll(row => Line(row.Entry, corrections[row.Entry.AttemptId], row.Upstream, row.Model, row.Username, row.Key));
    }

    private async Task<ILookup<Guid, LedgerEntry>> CorrectionsAsync(List<Guid> attempts, CancellationToken cancellationToken)
    {
        var corrections = await db.LedgerEntries.AsNoTracking()
            // The first condition is that of the index.
            .Where(entry => entry.Kind > LedgerEntryKind.Voided && entry.Kind == LedgerEntryKind.Correction && attempts.Contains(entry.AttemptId))
            .ToListAsync(cancellationToken);
        return corrections.ToLookup(correction => correction.AttemptId);
    }

    private static RequestLine Line(LedgerEntry entry, IEnumerable<LedgerEntry> corrections, string upstream, string model, string? username, string? key)
    {
        var isCorrected = false;
        foreach (var correction in corrections)
        {
            entry.Add(correction);
            isCorrected = true;
        }

        var isSum = entry.Kind == LedgerEntryKind.Carried;
        return new()
        {
            Entry = entry.Id,
            Kind = EntryWords.Of(entry.Kind),
            Exchange = isSum ? null : RequestIds.Of(new ExchangeId(entry.ExchangeId)),
            UserId = entry.UserId,
            Username = username,
            ApiKeyId = entry.ApiKeyId,
            ApiKeyName = key,
            Upstream = upstream,
            Model = model,
            AdmittedAt = entry.AdmittedAt,
            EndedAt = entry.EndedAt,
            InputTokens = entry.Input + entry.CacheRead + entry.CacheWrite5m + entry.CacheWrite1h,
            CacheReadTokens = entry.CacheRead,
            OutputTokens = entry.Output,
            NanoDollars = entry.NanoDollars,
            Requests = entry.Requests,
            Source = EntryWords.Of(entry.Source),
            Outcome = EntryWords.Of(entry.Outcome),
            Status = entry.Status,
            IsStreamed = entry.IsStreamed,
            FirstByteMicroseconds = isSum ? null : entry.FirstByteMicroseconds,
            LastByteMicroseconds = entry.LastByteMicroseconds,
            IsCorrected = isCorrected,
        };
    }
}
