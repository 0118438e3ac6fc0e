using System.Collections.Frozen;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Usage;

/// <summary>Questions to the ledger about what was used, by everybody or by one user.</summary>
internal static class UsageQueries
{
    /// <summary>How lines that aren't one attempt are called.</summary>
    private static readonly FrozenDictionary<LedgerEntryKind, string> KindWords = new Dictionary<LedgerEntryKind, string>
    {
        [LedgerEntryKind.Correction] = "correction",
        [LedgerEntryKind.Carried] = "carried",
    }.ToFrozenDictionary();

    /// <summary>What has usage: all entries but those of attempts of which nothing was processed.</summary>
    /// <param name="db">The database.</param>
    /// <param name="user">Null: everybody's.</param>
    public static IQueryable<LedgerEntry> Entries(WeirDbContext db, Guid? user)
    {
        var entries = db.LedgerEntries.AsNoTracking().Where(entry => entry.Kind != LedgerEntryKind.Voided);
        return user is { } id ? entries.Where(entry => entry.UserId == id) : entries;
    }

    public static Task<long> TotalAsync(WeirDbContext db, Guid user, CancellationToken cancellationToken) => db.TokenTotals(SubjectKind.User)
        .Where(total => total.SubjectId == user)
        .Select(total => total.Posted)
        .SingleAsync(cancellationToken);

    /// <returns>The lines, and the cursor of the next page if there is one.</returns>
    public static async Task<(List<UsageLine> Lines, string? Next)> HistoryAsync(
        WeirDbContext db, Guid? user, UsagePage page, bool forAdministrator, CancellationToken cancellationToken)
    {
        var rows = await Entries(db, user)
            .Where(entry => entry.Id < page.Before)
            .OrderByDescending(entry => entry.Id)
            .Take(page.Limit + 1)
            .Select(entry => new
            {
                entry.Id,
                entry.Kind,
                entry.UserId,
                entry.Requests,
                Backend = db.Names.Where(name => name.Id == entry.UpstreamId).Select(name => name.Text).First(),
                Model = db.Names.Where(name => name.Id == entry.ModelId).Select(name => name.Text).First(),
                Prompt = entry.Input + entry.CacheRead + entry.CacheWrite5m + entry.CacheWrite1h,
                entry.Output,
                entry.NanoDollars,
                entry.EndedAt,
            })
            .ToListAsync(cancellationToken);

        var hasMore = rows.Count > page.Limit;
        var shown = rows.Take(page.Limit).ToList();
        var corrections = forAdministrator
            ? await NotesAsync(db, [.. shown.Where(row => row.Kind == LedgerEntryKind.Correction).Select(row => row.Id)], cancellationToken)
            : [];
        var lines = shown.ConvertAll(row => new UsageLine(row.Backend, row.Model, row.Prompt, row.Output, row.Prompt + row.Output, row.NanoDollars, row.EndedAt)
        {
            Kind = KindWords.GetValueOrDefault(row.Kind),
            Requests = row.Kind == LedgerEntryKind.Carried ? row.Requests : null,
            Entry = forAdministrator ? row.Id : null,
            UserId = forAdministrator ? row.UserId : null,
            Correction = corrections.GetValueOrDefault(row.Id),
        });
        return (lines, hasMore ? rows[page.Limit - 1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    public static async Task<UsageStats> StatsAsync(WeirDbContext db, Guid? user, CancellationToken cancellationToken)
    {
        // The sums of everything, which the ledger keeps with every commit: no history is too long for it.
        var groups = await db.UsageSums.AsNoTracking()
            .Where(sum => sum.StartsAt == DateTimeOffset.UnixEpoch && (user == null || sum.UserId == user))
            .GroupBy(sum => new { sum.UpstreamId, sum.ModelId })
            .Added()
            .ToListAsync(cancellationToken);
        groups.RemoveAll(group => group.Sum.Entries == 0);
        var names = await db.NamesAsync(groups.SelectMany(group => new[] { group.Key.UpstreamId, group.Key.ModelId }), cancellationToken);
        var together = groups.Select(group => group.Sum).Together();
        return new()
        {
            TotalTokens = together.Tokens,
            ByBackend = By(groups.Select(group => (names[group.Key.UpstreamId], group.Sum.Tokens))),
            ByModel = By(groups.Select(group => (names[group.Key.ModelId], group.Sum.Tokens))),
            EntryCount = together.Entries,
            InputTokens = together.Input,
            OutputTokens = together.Output,
            CacheReadTokens = together.CacheRead,
            CacheWriteTokens = together.CacheWrite5m + together.CacheWrite1h,
            NanoDollars = together.NanoDollars,
        };
    }

    /// <param name="db">The database.</param>
    /// <param name="user">Null: everybody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<List<UserUsage>> UsersAsync(WeirDbContext db, Guid? user, CancellationToken cancellationToken)
    {
        var usages =
            from person in db.Users.AsNoTracking()
            where user == null || person.Id == user
            join total in db.TokenTotals(SubjectKind.User) on person.Id equals total.SubjectId
            orderby person.CreatedAt, person.Id
            select new UserUsage(
                person.Id,
                person.ErasedAt == null ? person.UserName : null,
                total.Cap,
                total.Posted);
        return usages.ToListAsync(cancellationToken);
    }

    private static async Task<Dictionary<long, CorrectionNote>> NotesAsync(WeirDbContext db, List<long> entries, CancellationToken cancellationToken) => entries.Count == 0
        ? []
        : await db.Corrections.AsNoTracking()
            .Where(correction => entries.Contains(correction.EntryId))
            .ToDictionaryAsync(
                correction => correction.EntryId,
                correction => new CorrectionNote(correction.Reason, correction.MadeBy, correction.MadeAt),
                cancellationToken);

    private static SortedDictionary<string, long> By(IEnumerable<(string Name, long Tokens)> parts) =>
        new(parts.GroupBy(part => part.Name).ToDictionary(same => same.Key, same => same.Sum(part => part.Tokens)), StringComparer.Ordinal);
}
