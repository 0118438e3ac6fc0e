using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Requests;

/// <summary>
/// Goes through entries from the newest to the oldest, a piece at a time, for those that a filter lets through. Quarters of an hour in which the
/// usage sums say there are none are passed over. It stops when it has looked at so many that somebody would wait for it.
/// </summary>
internal sealed class EntrySearch(WeirDbContext db, EntryTimes times, int pieceSize = EntrySearch.PieceSize)
{
    /// <summary>So many are looked at in some ten milliseconds.</summary>
    public const int PieceSize = 20_000;

    private const int MostPieces = 4;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <returns>The ids of some entries, newest first; and below which id to go on, null when there is nothing more.</returns>
    public async Task<(List<long> Found, long? Next, bool IsCutShort)> FindAsync(EntryFilter filter, long before, int most, CancellationToken cancellationToken)
    {
        if (await FilteredEntries.SelectAsync(db, filter, cancellationToken) is not { } entries)
        {
            return ([], null, false);
        }

        var bottom = filter.From is { } from ? await times.FirstFromAsync(from, cancellationToken) : 0;
        var top = Math.Min(before - 1, filter.To is { } to ? await times.LastBeforeAsync(to, cancellationToken) : long.MaxValue);
        var found = new List<long>();
        for (var piece = 0; piece < MostPieces && top >= bottom; piece++)
        {
            var end = bottom;
            if (filter.MustSearch)
            {
                top = await PassOverAsync(entries, top, cancellationToken);
                end = Math.Max(bottom, await EndAsync(entries.OfUser, top, cancellationToken));
            }

            found.AddRange(await IdsAsync(entries.Wanted, end, top, most + 1 - found.Count, cancellationToken));
            if (found.Count > most)
            {
                found.RemoveAt(most);
                return (found, found[^1], false);
            }

            top = end - 1;
        }

        return (found, top >= bottom && top > 0 ? top + 1 : null, top >= bottom && top > 0);
    }

    private static Task<List<long>> IdsAsync(IQueryable<LedgerEntry> wanted, long from, long through, int most, CancellationToken cancellationToken) => wanted
        .Where(entry => entry.Id >= from && entry.Id <= through && entry.Kind != LedgerEntryKind.Correction)
        .OrderByDescending(entry => entry.Id)
        .Take(most)
        .Select(entry => entry.Id)
        .ToListAsync(cancellationToken);

    /// <summary>Where the piece ends that begins at an id; 0 when there are no more.</summary>
    private async Task<long> EndAsync(IQueryable<LedgerEntry> ofUser, long top, CancellationToken cancellationToken) =>
        // The index alone tells.
        await ofUser.Where(entry => entry.Id <= top).OrderByDescending(entry => entry.Id).Select(entry => entry.Id).Skip(pieceSize - 1)
            .Select(id => (long?)id).FirstOrDefaultAsync(cancellationToken) ?? 0;

    /// <summary>The highest id at or below one that is worth a look; 0 when none is.</summary>
    private async Task<long> PassOverAsync(FilteredEntries entries, long top, CancellationToken cancellationToken)
    {
        var at = await entries.OfUser
            .Where(entry => entry.Id <= top && entry.Kind != LedgerEntryKind.Correction)
            .OrderByDescending(entry => entry.Id)
            .Select(entry => (DateTimeOffset?)entry.EndedAt)
            .FirstOrDefaultAsync(cancellationToken);
        // One with a lower id may have ended a little later.
        var latestEnd = at + EntryTimes.Slack;
        var latest = await entries.Sums
            .Where(sum => sum.StartsAt <= latestEnd)
            .OrderByDescending(sum => sum.StartsAt)
            .Select(sum => (DateTimeOffset?)sum.StartsAt)
            .FirstOrDefaultAsync(cancellationToken);
        // A sum of many old entries ended with the last of them, so the quarter of that has a sum too.
        return latest is not { } start ? 0
            : start + Quarter > at ? top
            : Math.Min(top, await times.LastBeforeAsync(start + Quarter, cancellationToken));
    }
}
