using Weir.Accounting;

namespace Weir.Proxy.Metering;

/// <summary>The durable account of every attempt. Safe for any number of callers at once.</summary>
public interface ILedger
{
    /// <summary>
    /// Decides and writes the pending row in one durable step. Where only open reservations stand in the way the attempt waits in
    /// line, first come first served, for at most <see cref="ReserveRequest.Patience"/>. Cancelling leaves the line and, should the
    /// row have been written meanwhile, voids it.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be written: nothing is reserved.</exception>
    Task<ReserveResult> ReserveAsync(ReserveRequest request, CancellationToken cancellationToken);

    /// <summary>Lowers the input set aside to what the upstream reported. It rides on the next commit; nobody waits for it.</summary>
    void ShrinkInput(AttemptId attempt, long input);

    /// <summary>
    /// Ends a reservation. The task completes once the entry is durable; a store that cannot be written is tried again until it can.
    /// Settling twice changes nothing.
    /// </summary>
    Task SettleAsync(Settlement settlement);
}
