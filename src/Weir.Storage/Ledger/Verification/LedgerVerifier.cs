using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Model;
using Weir.Storage.Steps;

namespace Weir.Storage.Ledger.Verification;

/// <summary>
/// Recomputes what the ledger's invariants say must hold, from its rows alone. Reads one snapshot, so that it may run while another
/// process writes.
/// </summary>
public sealed class LedgerVerifier(IDbContextFactory<WeirDbContext> contexts)
{
    public Task<LedgerReport> VerifyAsync(CancellationToken cancellationToken) => VerifyAsync(NobodyWatches.Instance, cancellationToken);

    public async Task<LedgerReport> VerifyAsync(IStepProgress progress, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await context.BeginSnapshotAsync(cancellationToken);
        try
        {
            return await VerifyAsync(context, progress, cancellationToken);
        }
        finally
        {
            await context.Database.ExecuteSqlRawAsync("ROLLBACK", CancellationToken.None);
        }
    }

    /// <param name="context">With a transaction in which nothing changes while it reads; it tracks nothing.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<LedgerReport> VerifyAsync(WeirDbContext context, IStepProgress progress, CancellationToken cancellationToken)
    {
        progress.Begin("Adding up entries", await context.LedgerEntries.LongCountAsync(cancellationToken));
        var tally = new WindowTally();
        await foreach (var window in context.BudgetWindows.Select(window => new { window.Id, window.Budget!.Unit }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Add(window.Id, window.Unit);
        }

        var sums = new UsageSumTally();
        await ReadEntriesAsync(context, tally, sums, new StepCounter(progress), cancellationToken);
        await ReadSumsAsync(context, tally, sums, cancellationToken);
        await ReadTotalsAsync(context, tally, progress, cancellationToken);
        await ReadReservationsAsync(context, tally, cancellationToken);
        await ReadAttemptsAsync(context, tally, cancellationToken);
        await foreach (var window in context.BudgetWindows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Compare(window);
        }

        return tally.Report();
    }

    private static async Task ReadEntriesAsync(
        WeirDbContext context, WindowTally tally, UsageSumTally sums, StepCounter counter, CancellationToken cancellationToken)
    {
        await foreach (var entry in context.LedgerEntries.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Add(entry);
            sums.Add(entry);
            counter.Count(cancellationToken);
        }

        counter.Tell();
    }

    private static async Task ReadSumsAsync(WeirDbContext context, WindowTally tally, UsageSumTally sums, CancellationToken cancellationToken)
    {
        var ofEverything = context.UsageSums.Where(sum => sum.StartsAt == DateTimeOffset.UnixEpoch);
        await foreach (var sum in ofEverything.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (sums.Compare(sum) is { } fault)
            {
                tally.Fault(fault);
            }
        }

        foreach (var fault in sums.Missing())
        {
            tally.Fault(fault);
        }
    }

    private static async Task ReadTotalsAsync(WeirDbContext context, WindowTally tally, IStepProgress progress, CancellationToken cancellationToken)
    {
        var quarters = context.UsageSums.Where(sum => sum.StartsAt > DateTimeOffset.UnixEpoch);
        progress.Begin("Adding up usage sums", await quarters.LongCountAsync(cancellationToken));
        var (totals, counter) = (new UsageTotalTally(), new StepCounter(progress));
        await foreach (var sum in quarters.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            totals.Add(sum);
            counter.Count(cancellationToken);
        }

        counter.Tell();
        await foreach (var total in context.UsageTotals.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            totals.Take(total);
        }

        foreach (var fault in totals.Faults())
        {
            tally.Fault(fault);
        }
    }

    private static async Task ReadReservationsAsync(WeirDbContext context, WindowTally tally, CancellationToken cancellationToken)
    {
        var pending = context.Reservations.Where(reservation => reservation.State == ReservationState.Pending);
        await foreach (var reservation in pending.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Add(reservation);
        }
    }

    /// <summary>Every attempt ends once (I3), and what ended is not open.</summary>
    private static async Task ReadAttemptsAsync(WeirDbContext context, WindowTally tally, CancellationToken cancellationToken)
    {
        var ends = context.LedgerEntries.Where(entry => entry.Kind < LedgerEntryKind.Correction);
        await foreach (var attempt in ends.GroupBy(entry => entry.AttemptId).Where(group => group.Count() > 1).Select(group => group.Key)
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Fault($"Attempt {attempt} was ended more than once.");
        }

        await foreach (var attempt in context.Reservations
            .Where(reservation => reservation.State == ReservationState.Pending && ends.Any(entry => entry.AttemptId == reservation.Id))
            .Select(reservation => reservation.Id)
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Fault($"Attempt {attempt} has an entry that ended it, and is open.");
        }

        await foreach (var correction in context.LedgerEntries
            .Where(entry => entry.Kind == LedgerEntryKind.Correction && !ends.Any(end => end.AttemptId == entry.AttemptId))
            .Select(entry => entry.Id)
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Fault($"Entry {correction} corrects an attempt that was never posted.");
        }
    }
}
