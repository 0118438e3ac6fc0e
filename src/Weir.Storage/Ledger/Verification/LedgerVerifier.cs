using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Model;

namespace Weir.Storage.Ledger.Verification;

/// <summary>
/// Recomputes what the ledger's invariants say must hold, from its rows alone. Reads one snapshot, so that it may run while another
/// process writes.
/// </summary>
public sealed class LedgerVerifier(IDbContextFactory<WeirDbContext> contexts)
{
    public async Task<LedgerReport> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await context.BeginSnapshotAsync(cancellationToken);
        try
        {
            var tally = new WindowTally();
            await foreach (var window in context.BudgetWindows.Select(window => new { window.Id, window.Budget!.Unit }).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                tally.Add(window.Id, window.Unit);
            }

            await ReadEntriesAsync(context, tally, cancellationToken);
            await ReadReservationsAsync(context, tally, cancellationToken);
            await ReadAttemptsAsync(context, tally, cancellationToken);
            await foreach (var window in context.BudgetWindows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                tally.Compare(window);
            }

            return tally.Report();
        }
        finally
        {
            await context.Database.ExecuteSqlRawAsync("ROLLBACK", CancellationToken.None);
        }
    }

    private static async Task ReadEntriesAsync(WeirDbContext context, WindowTally tally, CancellationToken cancellationToken)
    {
        await foreach (var entry in context.LedgerEntries.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tally.Add(entry);
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
        var ends = context.LedgerEntries.Where(entry => entry.Kind != LedgerEntryKind.Correction);
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
