using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Storage.Ledger.Writing;

/// <summary>An attempt that ended: its reservation becomes an entry.</summary>
internal sealed class SettleCommand(Settlement settlement) : LedgerCommand
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _completion.Task;

    public override bool IsKept => true;

    /// <summary>The settlement of a reservation that nothing was sent for.</summary>
    public static Settlement Unused(ReserveRequest request, DateTimeOffset now) => new()
    {
        Attempt = request.Attempt,
        Kind = LedgerEntryKind.Voided,
        WasSent = false,
        Usage = default,
        Source = UsageSource.Reported,
        Outcome = AttemptOutcome.ClientGone,
        EndedAt = now,
    };

    public override void Declare(LedgerNeeds needs) => needs.Attempts.Add(settlement.Attempt);

    public override void Apply(LedgerBook book)
    {
        book.Settlements.Settle(settlement);
        book.Finish(this);
    }

    public override void Complete() => _completion.TrySetResult();

    public override void Fail(Exception reason) => _completion.TrySetException(reason);
}
