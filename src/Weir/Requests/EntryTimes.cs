using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Model;

namespace Weir.Requests;

/// <summary>
/// Finds entries by when they ended, for which there is no index: ids rise with time, so halving finds it in some twenty looks. What a crash or a
/// store in trouble has delayed stands a little later than its time; corrections stand anywhere behind what they correct.
/// </summary>
internal sealed class EntryTimes(WeirDbContext db)
{
    /// <summary>By how much the order of ids and that of times may differ.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    /// <summary>An id below which no entry ended at the time or later.</summary>
    public Task<long> FirstFromAsync(DateTimeOffset time, CancellationToken cancellationToken) => LowestAsync(time - Slack, cancellationToken);

    /// <summary>An id above which no entry ended before the time, but for corrections.</summary>
    public async Task<long> LastBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => await LowestAsync(time + Slack, cancellationToken) - 1;

    /// <summary>The lowest id that ended at the time or later; one above the highest when there is none.</summary>
    private async Task<long> LowestAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var low = await db.LedgerEntries.MinAsync(entry => (long?)entry.Id, cancellationToken) ?? 0;
        var high = (await db.LedgerEntries.MaxAsync(entry => (long?)entry.Id, cancellationToken) ?? 0) + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var found = await db.LedgerEntries.AsNoTracking()
                .Where(entry => entry.Id >= middle && entry.Kind != LedgerEntryKind.Correction)
                .OrderBy(entry => entry.Id)
                .Select(entry => new { entry.Id, entry.EndedAt })
                .FirstOrDefaultAsync(cancellationToken);
            if (found is null || found.EndedAt >= time)
            {
                high = middle;
            }
            else
            {
                low = found.Id + 1;
            }
        }

        return low;
    }
}
