using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A mutant: the condition is dropped from reaping, so that what was posted in a dead process's stead is posted by the next one, too.</summary>
/// <param name="inner">The real one.</param>
/// <param name="reaped">All reservations that were ever reaped.</param>
internal sealed class ReapingAgainStore(ILedgerStore inner, List<(Reservation Reservation, DateTimeOffset LastBeat)> reaped) : StoreDecorator(inner)
{
    public override IReadOnlyList<(Reservation Reservation, DateTimeOffset LastBeat)> ReadAbandoned()
    {
        reaped.AddRange(base.ReadAbandoned());
        return [.. reaped];
    }

    public override bool TryKeepProvisional(AttemptId attempt, DateTimeOffset abandonedAt)
    {
        base.TryKeepProvisional(attempt, abandonedAt);
        return true;
    }
}
