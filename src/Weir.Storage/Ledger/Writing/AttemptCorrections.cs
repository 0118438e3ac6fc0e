using Weir.Accounting;
using Weir.Storage.Ledger.Corrections;

namespace Weir.Storage.Ledger.Writing;

/// <summary>Turns what an administrator says of an attempt into an entry: the difference to what it was counted as.</summary>
internal sealed class AttemptCorrections(LedgerBook book)
{
    public CorrectionResult Correct(CorrectionRequest request, DateTimeOffset now)
    {
        if (book.Store.FindEntries(request.Attempt) is not { } counted)
        {
            return new CorrectionResult.Unknown();
        }

        var before = new Usage(counted.Input, counted.CacheRead, counted.CacheWrite5m, counted.CacheWrite1h, counted.Output);
        var usage = request.Counts.Over(before);
        var (nanoDollars, isUncertain) = Money(request, counted.NanoDollars, before, usage);
        var requests = request.Counts.Requests ?? counted.Requests;
        if (usage == before && nanoDollars == counted.NanoDollars && requests == counted.Requests)
        {
            return new CorrectionResult.Done(null, usage, nanoDollars, requests);
        }

        // A settlement that comes later would undo what the administrator said.
        book.Store.TryEndProvisional(request.Attempt);
        var entry = Difference(counted, usage);
        entry.NanoDollars = nanoDollars - counted.NanoDollars;
        entry.Requests = requests - counted.Requests;
        entry.IsPriceUncertain = isUncertain;
        var id = book.Store.InsertCorrection(entry, new() { AttemptId = request.Attempt.Value, MadeBy = request.MadeBy?.Value, MadeAt = now, Reason = request.Reason });
        book.Settlements.Post(entry);
        return new CorrectionResult.Done(id, usage, nanoDollars, requests);
    }

    /// <summary>It ends when its attempt did, so that the sums of that quarter of an hour become right, and not those of now.</summary>
    private static LedgerEntry Difference(LedgerEntry counted, in Usage usage)
    {
        var entry = counted.Copy();
        entry.Kind = LedgerEntryKind.Correction;
        entry.Source = UsageSource.Reported;
        // They are the attempt's, and stand with it.
        (entry.SentMicroseconds, entry.FirstByteMicroseconds, entry.LastByteMicroseconds) = (null, null, null);
        entry.Overrun = Math.Max(0, usage.Total - counted.Reserved) - counted.Overrun;
        entry.Input = usage.Input - counted.Input;
        entry.CacheRead = usage.CacheRead - counted.CacheRead;
        entry.CacheWrite5m = usage.CacheWrite5m - counted.CacheWrite5m;
        entry.CacheWrite1h = usage.CacheWrite1h - counted.CacheWrite1h;
        entry.Output = usage.Output - counted.Output;
        return entry;
    }

    /// <summary>
    /// As said, else by the difference that the counts make in the attempt's own price. What else bore on that price (a multiplier, a fee) is
    /// not kept: it stays in the sum as it is, and what was reckoned beside it is flagged.
    /// </summary>
    private static (long NanoDollars, bool IsUncertain) Money(CorrectionRequest request, long counted, in Usage before, in Usage after)
    {
        if (request.Counts.NanoDollars is { } said)
        {
            return (said, false);
        }

        if (request.Price is not { } price || after == before)
        {
            return (counted, false);
        }

        var (was, becomes) = (price.CostOf(before, Circumstances.None), price.CostOf(after, Circumstances.None));
        return (Math.Max(0, counted + becomes.NanoDollars - was.NanoDollars), becomes.IsFlagged || was.NanoDollars != counted);
    }
}
