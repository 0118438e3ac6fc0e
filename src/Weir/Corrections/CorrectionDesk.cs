using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Model;

namespace Weir.Corrections;

/// <summary>Looks at what an administrator wants corrected, by endpoint or by command, before the ledger does it.</summary>
internal static class CorrectionDesk
{
    private const string Carried = "Details older than the setting Weir__RetentionDays have become sums, which cannot be corrected.";

    public static ErrorResult Gone(long entry) => ErrorResult.NotFound($"There is no entry {entry}. {Carried}");

    /// <param name="db">The database.</param>
    /// <param name="entry">The attempt's entry, or one that corrects it.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="madeBy">The administrator; null for the command line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<(CorrectionRequest? Request, ErrorResult? Refusal)> PrepareAsync(
        WeirDbContext db, long entry, CorrectRequest wanted, UserId? madeBy, CancellationToken cancellationToken)
    {
        var reason = wanted.Reason?.Trim();
        if (string.IsNullOrEmpty(reason) || reason.Length > Correction.LongestReason)
        {
            return Refuse(ErrorResult.BadRequest($"\"reason\" is missing, or longer than {Correction.LongestReason} characters: say why the entry is corrected."));
        }

        var counts = Counts(wanted);
        if (counts.IsEmpty || !counts.IsInRange)
        {
            return Refuse(ErrorResult.BadRequest(
                "Say what the attempt really used: at least one of \"input_tokens\", \"cache_read_tokens\", \"cache_write_5m_tokens\", \"cache_write_1h_tokens\", \"output_tokens\" and "
                + $"\"nano_dollars\", each from 0 to {CorrectedCounts.Most}, or \"requests\", 0 or 1."));
        }

        var found = await db.LedgerEntries.AsNoTracking()
            .Where(row => row.Id == entry)
            .Select(row => new { row.AttemptId, row.Kind, row.PriceId, row.NanoDollars })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return Refuse(Gone(entry));
        }

        if (found.Kind == LedgerEntryKind.Carried)
        {
            return Refuse(ErrorResult.Conflict($"Entry {entry} is a sum of many. {Carried}"));
        }

        var price = found.PriceId is { } id ? await FindPriceAsync(db, new(id), cancellationToken) : null;
        if (price is null && found is { PriceId: not null, NanoDollars: not 0 } && counts.NanoDollars is null)
        {
            return Refuse(ErrorResult.BadRequest("The price of this attempt is not known any more: say with \"nano_dollars\" what it cost."));
        }

        return (new() { Attempt = new(found.AttemptId), Reason = reason, MadeBy = madeBy, Counts = counts, Price = price }, null);
    }

    /// <summary>By which the attempt was reckoned, also when it is in force no more.</summary>
    public static async Task<Price?> FindPriceAsync(WeirDbContext db, PriceId id, CancellationToken cancellationToken) =>
        ShippedPrices.Anthropic.Prices.Append(ShippedPrices.Anthropic.Fallback).Append(PriceList.OwnMachine).FirstOrDefault(price => price.Id == id)
        ?? (await db.Prices.AsNoTracking().SingleOrDefaultAsync(price => price.Id == id.Value, cancellationToken))?.ToPrice();

    private static (CorrectionRequest? Request, ErrorResult? Refusal) Refuse(ErrorResult refusal) => (null, refusal);

    private static CorrectedCounts Counts(CorrectRequest wanted) => new()
    {
        Input = wanted.InputTokens,
        CacheRead = wanted.CacheReadTokens,
        CacheWrite5m = wanted.CacheWrite5mTokens,
        CacheWrite1h = wanted.CacheWrite1hTokens,
        Output = wanted.OutputTokens,
        NanoDollars = wanted.NanoDollars,
        Requests = wanted.Requests,
    };
}
