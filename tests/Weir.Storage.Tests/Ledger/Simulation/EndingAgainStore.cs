using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A mutant: the condition is dropped from settling, so that what has ended ends once more.</summary>
/// <param name="inner">The real one.</param>
/// <param name="ended">All reservations that ever ended, whatever process ended them.</param>
internal sealed class EndingAgainStore(ILedgerStore inner, Dictionary<AttemptId, Reservation> ended) : StoreDecorator(inner)
{
    public override bool TryEnd(AttemptId attempt, Reservation into)
    {
        if (base.TryEnd(attempt, into))
        {
            ended[attempt] = into.Copy();
            return true;
        }

        if (!ended.TryGetValue(attempt, out var before))
        {
            return false;
        }

        before.CopyTo(into);
        return true;
    }
}
