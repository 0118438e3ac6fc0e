using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Corrections;
using Weir.Prices;
using Weir.Proxy.Refusals;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Requests;

/// <summary>One exchange with all that is known of it.</summary>
internal sealed class ExchangeQueries(WeirDbContext db, ExchangeEntries entries, TimeProvider time)
{
    /// <param name="id">An entry's number, an attempt's id, or an exchange's as answers name it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<ExchangeAnswer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await entries.FindAsync(id, cancellationToken) is not [var first, ..] found)
        {
            return null;
        }

        var attempts = new List<AttemptAnswer>();
        foreach (var entry in found)
        {
            attempts.Add(await AttemptAsync(entry, cancellationToken));
        }

        return new()
        {
            Exchange = RequestIds.Of(new ExchangeId(first.ExchangeId)),
            UserId = first.UserId,
            Username = await UsernameAsync(first.UserId, cancellationToken),
            ApiKeyId = first.ApiKeyId,
            ApiKeyName = await db.ApiKeys.Where(key => key.Id == first.ApiKeyId).Select(key => key.Name).SingleOrDefaultAsync(cancellationToken),
            Model = await NameAsync(first.ModelId, cancellationToken),
            ClientSession = first.ClientSession,
            ClientAgent = first.ClientAgent,
            ClientParentAgent = first.ClientParentAgent,
            Attempts = attempts,
        };
    }

    private async Task<AttemptAnswer> AttemptAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var settled = EntryCounts.Of(entry);
        var corrections = await CorrectionsAsync(entry, cancellationToken);
        var price = entry.PriceId is { } id ? await CorrectionDesk.FindPriceAsync(db, new(id), cancellationToken) : null;
        var now = time.GetUtcNow();
        return new()
        {
            Entry = entry.Id,
            AttemptId = entry.AttemptId,
            Kind = EntryWords.Of(entry.Kind),
            Upstream = await NameAsync(entry.UpstreamId, cancellationToken),
            Outcome = EntryWords.Of(entry.Outcome),
            Status = entry.Status,
            UpstreamRequestId = entry.RequestId,
            Source = EntryWords.Of(entry.Source),
            IsStreamed = entry.IsStreamed,
            Timeline = AttemptTimes.Of(entry),
            Settled = settled,
            Counted = EntryCounts.Of(entry),
            Corrections = corrections,
            ReservedTokens = entry.Reserved,
            OverrunTokens = entry.Overrun,
            LoweredTo = entry.LoweredTo,
            Price = price is null ? null : PriceAnswer.Of(price, PriceAnswer.StateOf(price.ValidFrom, price.ValidUntil, now)),
            IsPriceUncertain = entry.IsPriceUncertain,
            Budgets = await BudgetsAsync(entry, cancellationToken),
        };
    }

    /// <summary>They are added to the entry.</summary>
    private async Task<List<AttemptCorrection>> CorrectionsAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var rows = await db.LedgerEntries.AsNoTracking()
            // The first condition is that of the index.
            .Where(row => row.Kind > LedgerEntryKind.Voided && row.Kind == LedgerEntryKind.Correction && row.AttemptId == entry.AttemptId)
            .OrderBy(row => row.Id)
            .Select(row => new { Entry = row, Note = db.Corrections.SingleOrDefault(correction => correction.EntryId == row.Id) })
            .ToListAsync(cancellationToken);
        var corrections = new List<AttemptCorrection>();
        foreach (var row in rows)
        {
            entry.Add(row.Entry);
            var madeBy = row.Note?.MadeBy is { } administrator ? await UsernameAsync(administrator, cancellationToken) : null;
            corrections.Add(new(row.Entry.Id, EntryCounts.Of(row.Entry), EntryWords.Of(row.Entry.Source), row.Note?.Reason, row.Note?.MadeAt, row.Note?.MadeBy, madeBy));
        }

        return corrections;
    }

    private async Task<List<CountedBudget>> BudgetsAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var ids = entry.WindowIds();
        var windows = await db.BudgetWindows.AsNoTracking().Where(window => ids.Contains(window.Id)).Include(window => window.Budget).OrderBy(window => window.Id)
            .ToListAsync(cancellationToken);
        return windows.ConvertAll(window => new CountedBudget(
            window.BudgetId,
            window.Budget!.Name,
            BudgetWords.Of(window.Budget.SubjectKind),
            BudgetWords.Of(window.Budget.Unit),
            BudgetWords.Of(window.Budget.WindowKind),
            window.StartsAt,
            window.EndsAt,
            entry.Weight.In(window.Budget.Unit)));
    }

    private Task<string?> UsernameAsync(Guid user, CancellationToken cancellationToken) =>
        db.Users.Where(person => person.Id == user && person.ErasedAt == null).Select(person => person.UserName).SingleOrDefaultAsync(cancellationToken);

    private Task<string> NameAsync(long name, CancellationToken cancellationToken) => db.Names.Where(row => row.Id == name).Select(row => row.Text).SingleAsync(cancellationToken);
}
