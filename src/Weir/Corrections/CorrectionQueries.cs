using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Requests;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Usage;

namespace Weir.Corrections;

/// <summary>The corrections that administrators made.</summary>
internal sealed class CorrectionQueries(WeirDbContext db)
{
    public async Task<CorrectionsAnswer> ListAsync(UsagePage page, CancellationToken cancellationToken)
    {
        var corrections = db.Corrections.AsNoTracking()
            .Where(correction => correction.EntryId < page.Before)
            .OrderByDescending(correction => correction.EntryId)
            .Take(page.Limit + 1);
        // A join by the key alone: asked for as the one entry of a correction, it would number all entries of the ledger first.
        var joined =
            from correction in corrections
            join entry in db.LedgerEntries.AsNoTracking() on correction.EntryId equals entry.Id into entries
            from entry in entries.DefaultIfEmpty()
            orderby correction.EntryId descending
            select new { Correction = correction, Entry = entry };
        var found = await joined.ToListAsync(cancellationToken);
        var rows = found.ConvertAll(row => new { row.Correction, Entry = row.Entry?.AttemptId == row.Correction.AttemptId ? row.Entry : null });
        var shown = rows.Take(page.Limit).ToList();
        var names = await db.NamesAsync(shown.Select(row => row.Entry).OfType<LedgerEntry>().Select(entry => entry.ModelId), cancellationToken);
        var people = shown.SelectMany(row => new[] { row.Correction.MadeBy, row.Entry?.UserId }).OfType<Guid>().Distinct().ToList();
        var usernames = await db.Users.AsNoTracking().Where(person => people.Contains(person.Id) && person.ErasedAt == null)
            .ToDictionaryAsync(person => person.Id, person => person.UserName, cancellationToken);
        var lines = shown.ConvertAll(row => new CorrectionLine
        {
            Entry = row.Correction.EntryId,
            MadeAt = row.Correction.MadeAt,
            MadeBy = row.Correction.MadeBy,
            MadeByName = row.Correction.MadeBy is { } administrator ? usernames.GetValueOrDefault(administrator) : null,
            Reason = row.Correction.Reason,
            UserId = row.Entry?.UserId,
            Username = row.Entry is null ? null : usernames.GetValueOrDefault(row.Entry.UserId),
            Model = row.Entry is null ? null : names[row.Entry.ModelId],
            Change = row.Entry is null ? null : EntryCounts.Of(row.Entry),
        });
        return new(lines, rows.Count > page.Limit ? lines[^1].Entry.ToString(CultureInfo.InvariantCulture) : null);
    }
}
