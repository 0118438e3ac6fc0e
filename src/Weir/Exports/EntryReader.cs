using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
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

    private static readonly FrozenDictionary<LedgerEntryKind, string> Kinds = Words<LedgerEntryKind>();

    private static readonly FrozenDictionary<UsageSource, string> Sources = Words<UsageSource>();

    private static readonly FrozenDictionary<AttemptOutcome, string> Outcomes = Words<AttemptOutcome>();

    /// <summary>Pieces of rows, some of which may be empty.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ExportRow>> ReadAsync(ExportSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hold = new RetentionHold(contexts, time);
        await hold.RenewAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await SelectAsync(db, selection, cancellationToken) is not { } selected)
        {
            yield break;
        }

        var mine = selection.User is { } user ? db.LedgerEntries.Where(entry => entry.UserId == user) : db.LedgerEntries;
        var last = await mine.MaxAsync(entry => (long?)entry.Id, cancellationToken) ?? 0;
        for (var after = 0L; after < last;)
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

    /// <summary>Null when it names what no entry has.</summary>
    private static async Task<IQueryable<LedgerEntry>?> SelectAsync(WeirDbContext db, ExportSelection selection, CancellationToken cancellationToken)
    {
        var (model, upstream) = (await NameAsync(db, selection.Model, cancellationToken), await NameAsync(db, selection.Upstream, cancellationToken));
        if ((selection.Model is not null && model is null) || (selection.Upstream is not null && upstream is null))
        {
            return null;
        }

        var entries = db.LedgerEntries.AsNoTracking();
        entries = selection.User is { } user ? entries.Where(entry => entry.UserId == user) : entries;
        entries = model is { } ofModel ? entries.Where(entry => entry.ModelId == ofModel) : entries;
        entries = upstream is { } atUpstream ? entries.Where(entry => entry.UpstreamId == atUpstream) : entries;
        entries = selection.From is { } from ? entries.Where(entry => entry.EndedAt >= from) : entries;
        return selection.To is { } to ? entries.Where(entry => entry.EndedAt < to) : entries;
    }

    private static async Task<long?> NameAsync(WeirDbContext db, string? text, CancellationToken cancellationToken) => text is null
        ? null
        : await db.Names.Where(name => name.Text == text).Select(name => (long?)name.Id).SingleOrDefaultAsync(cancellationToken);

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
        Kind = Kinds[entry.Kind],
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
        Source = Sources[entry.Source],
        Outcome = Outcomes[entry.Outcome],
        Status = entry.Status,
        ReservedTokens = entry.Reserved,
        OverrunTokens = entry.Overrun,
        LoweredTo = entry.LoweredTo,
        FirstByteMicroseconds = entry.FirstByteMicroseconds,
        RequestId = entry.RequestId,
        ClientSession = entry.ClientSession,
        ClientAgent = entry.ClientAgent,
        ClientParentAgent = entry.ClientParentAgent,
    };

    private static FrozenDictionary<T, string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
