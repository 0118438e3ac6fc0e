using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Requests;

/// <summary>Finds the entries of one exchange, for which there is no index: they stand near each other, among those of its user.</summary>
internal sealed class ExchangeEntries(WeirDbContext db, EntryTimes times)
{
    private const string RequestPrefix = "req_";

    /// <summary>No exchange lasts longer, but for streams that nobody waits for.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Entries that are looked at for an exchange of which only the id is known, with which it tells when it began.</summary>
    private const int MostLookedAt = 100_000;

    private const int MostAttempts = 50;

    /// <summary>Far enough from the end of the calendar for some slack.</summary>
    private static readonly long Latest = WindowSpan.Latest.ToUnixTimeMilliseconds();

    /// <param name="id">An entry's number, an attempt's id, or an exchange's as answers name it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The entries that ended its attempts, in their order; empty when there are none.</returns>
    public async Task<List<LedgerEntry>> FindAsync(string id, CancellationToken cancellationToken)
    {
        var one = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? await OfEntryAsync(entry, cancellationToken)
            : Guid.TryParse(id.StartsWith(RequestPrefix, StringComparison.Ordinal) ? id[RequestPrefix.Length..] : id, out var known)
                ? await OfAttemptAsync(known, cancellationToken) ?? await OfExchangeAsync(known, cancellationToken)
            : null;
        return one is null ? [] : await WithOthersAsync(one, cancellationToken);
    }

    private IQueryable<LedgerEntry> Ends => db.LedgerEntries.AsNoTracking().Where(entry => entry.Kind < LedgerEntryKind.Correction);

    private async Task<LedgerEntry?> OfEntryAsync(long id, CancellationToken cancellationToken)
    {
        var entry = await db.LedgerEntries.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return entry?.Kind == LedgerEntryKind.Correction ? await OfAttemptAsync(entry.AttemptId, cancellationToken)
            : entry?.Kind == LedgerEntryKind.Carried ? null
            : entry;
    }

    private Task<LedgerEntry?> OfAttemptAsync(Guid attempt, CancellationToken cancellationToken) =>
        Ends.SingleOrDefaultAsync(entry => entry.AttemptId == attempt, cancellationToken);

    private async Task<LedgerEntry?> OfExchangeAsync(Guid exchange, CancellationToken cancellationToken)
    {
        if (exchange.Version != 7)
        {
            return null;
        }

        // Version 7: the first six bytes are milliseconds.
        var milliseconds = Convert.ToInt64(exchange.ToString("N")[..12], 16);
        var first = await times.FirstFromAsync(DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, Latest)), cancellationToken);
        var last = first + MostLookedAt;
        return await Ends.FirstOrDefaultAsync(entry => entry.Id >= first && entry.Id < last && entry.ExchangeId == exchange, cancellationToken);
    }

    private async Task<List<LedgerEntry>> WithOthersAsync(LedgerEntry one, CancellationToken cancellationToken)
    {
        var first = await times.FirstFromAsync(one.AdmittedAt, cancellationToken);
        var last = await times.LastBeforeAsync(one.EndedAt + Longest, cancellationToken);
        return await Ends
            .Where(entry => entry.UserId == one.UserId && entry.Id >= first && entry.Id <= last && entry.ExchangeId == one.ExchangeId)
            .OrderBy(entry => entry.Id)
            .Take(MostAttempts)
            .ToListAsync(cancellationToken);
    }
}
