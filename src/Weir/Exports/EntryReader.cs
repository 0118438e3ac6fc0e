using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Requests;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Model;

namespace Weir.Exports;

/// <summary>
/// Reads through the entries by rising id, a piece at a time, up to the last that was there when it began. No transaction outlasts a piece, so
/// that SQLite's log doesn't grow while a slow caller reads, and no more than a piece is in memory.
/// </summary>
internal sealed class EntryReader(IDbContextFactory<WeirDbContext> contexts, TimeProvider time)
{
    /// <summary>Entries looked at in one piece, whether they are selected or not. About a megabyte.</summary>
    private const int PieceSize = 2_000;

    /// <summary>Pieces of rows, some of which may be empty.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ExportRow>> ReadAsync(ExportSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hold = new RetentionHold(contexts, time);
        await hold.RenewAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FilteredEntries.SelectAsync(db, selection, cancellationToken) is not { } entries)
        {
            yield break;
        }

        var (mine, selected) = (entries.OfUser, entries.Wanted);
        var last = await mine.MaxAsync(entry => (long?)entry.Id, cancellationToken) ?? 0;
        // Corrections stand behind what they correct, so nothing that ended later is before it.
        var first = selection.From is { } since ? await new EntryTimes(db).FirstFromAsync(since, cancellationToken) : 0;
        for (var after = Math.Max(0, first - 1); after < last;)
        {
            await hold.RenewAsync(cancellationToken);
            var from = after;
            // The index alone tells where the piece ends.
            var end = await mine.Where(entry => entry.Id > from).OrderBy(entry => entry.Id).Select(entry => entry.Id).Skip(PieceSize - 1)
                .Select(id => (long?)id).FirstOrDefaultAsync(cancellationToken) ?? last;
            after = Math.Min(end, last);
            var through = after;
            var piece = selected.Where(entry => entry.Id > from && entry.Id <= through).OrderBy(entry => entry.Id);
            yield return await RowsAsync(db, piece, selection.IsForAdministrator, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<ExportRow>> RowsAsync(WeirDbContext db, IQueryable<LedgerEntry> piece, bool isForAdministrator, CancellationToken cancellationToken)
    {
        var rows = await piece
            .Select(entry => new
            {
                Entry = entry,
                Upstream = db.Names.Where(name => name.Id == entry.UpstreamId).Select(name => name.Text).First(),
                Model = db.Names.Where(name => name.Id == entry.ModelId).Select(name => name.Text).First(),
                Username = db.Users.Where(user => user.Id == entry.UserId && user.ErasedAt == null).Select(user => user.UserName).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var ids = isForAdministrator ? rows.Where(row => row.Entry.Kind == LedgerEntryKind.Correction).Select(row => row.Entry.Id).ToList() : [];
        var corrections = ids.Count == 0
            ? []
            : await db.Corrections.AsNoTracking().Where(correction => ids.Contains(correction.EntryId)).ToDictionaryAsync(correction => correction.EntryId, cancellationToken);
        return rows.ConvertAll(row => Row(row.Entry, row.Upstream, row.Model, row.Username) with
        {
            Reason = corrections.GetValueOrDefault(row.Entry.Id)?.Reason,
            CorrectedBy = corrections.GetValueOrDefault(row.Entry.Id)?.MadeBy,
            CorrectedAt = corrections.GetValueOrDefault(row.Entry.Id)?.MadeAt,
        });
    }

    private static ExportRow Row(LedgerEntry entry, string upstream, string model, string? username) => new()
    {
        Entry = entry.Id,
        Kind = EntryWords.Of(entry.Kind),
        AttemptId = entry.AttemptId,
        ExchangeId = entry.ExchangeId,
        UserId = entry.UserId,
        Username = username,
        ApiKeyId = entry.ApiKeyId,
        Upstream = upstream,
        Model = model,
        AdmittedAt = entry.AdmittedAt,
        EndedAt = entry.EndedAt,
        InputTokens = entry.Input,
        CacheReadTokens = entry.CacheRead,
        CacheWrite5mTokens = entry.CacheWrite5m,
        CacheWrite1hTokens = entry.CacheWrite1h,
        OutputTokens = entry.Output,
        NanoDollars = entry.NanoDollars,
        Requests = entry.Requests,
        PriceId = entry.PriceId,
        IsPriceUncertain = entry.IsPriceUncertain,
        Source = EntryWords.Of(entry.Source),
        Outcome = EntryWords.Of(entry.Outcome),
        Status = entry.Status,
        ReservedTokens = entry.Reserved,
        OverrunTokens = entry.Overrun,
        LoweredTo = entry.LoweredTo,
        SentMicroseconds = entry.SentMicroseconds,
        FirstByteMicroseconds = entry.FirstByteMicroseconds,
        LastByteMicroseconds = entry.LastByteMicroseconds,
        IsStreamed = entry.IsStreamed,
        RequestId = entry.RequestId,
        ClientSession = entry.ClientSession,
        ClientAgent = entry.ClientAgent,
        ClientParentAgent = entry.ClientParentAgent,
    };
}
