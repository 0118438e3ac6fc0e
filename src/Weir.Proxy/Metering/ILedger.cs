using Weir.Accounting;

namespace Weir.Proxy.Metering;

/// <summary>The durable account of every attempt. Safe for any number of callers at once.</summary>
public interface ILedger
{
    /// <summary>
    /// The time by which windows of budgets begin and end. All processes on one ledger agree on it, however their machines' clocks stand.
    /// </summary>
    DateTimeOffset Now { get; }

    /// <summary>
    /// Decides and writes the pending row in one durable step. Where only open reservations stand in the way the attempt waits in
    /// line, first come first served, for at most <see cref="ReserveRequest.Patience"/>. Cancelling leaves the line and, should the
    /// row have been written meanwhile, voids it.
    /// </summary>
    /// <param name="request">What is to be set aside.</param>
    /// <param name="superseded">How the attempt before ended, which becomes durable in the same commit; null for a first attempt. It is settled whatever the answer is.</param>
    /// <param name="cancellationToken">The caller has left.</param>
    /// <exception cref="LedgerUnavailableException">The store cannot be written: nothing is reserved.</exception>
    Task<ReserveResult> ReserveAsync(ReserveRequest request, Settlement? superseded, CancellationToken cancellationToken);

    /// <summary>What <see cref="ReserveAsync"/> would answer at once. It binds nothing.</summary>
    /// <returns>Null when it would grant something.</returns>
    /// <exception cref="LedgerUnavailableException">The store cannot be read.</exception>
    Task<ReserveResult.Refused?> LookAsync(ReserveRequest request, CancellationToken cancellationToken);

    /// <summary>Lowers what was set aside for the input to what the upstream reported. It rides on the next commit; nobody waits for it.</summary>
    /// <param name="attempt">An open attempt.</param>
    /// <param name="input">In tokens.</param>
    /// <param name="fixedNanoDollars">What the attempt costs at the most without any output.</param>
    void ShrinkInput(AttemptId attempt, long input, long fixedNanoDollars);

    /// <summary>
    /// Ends a reservation. The task completes once the entry is durable; a store that cannot be written is tried again until it can.
    /// Settling twice changes nothing.
    /// </summary>
    Task SettleAsync(Settlement settlement);
}
