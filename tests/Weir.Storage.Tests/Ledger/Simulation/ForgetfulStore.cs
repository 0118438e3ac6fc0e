using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A mutant: it never says that somebody else wrote, so that caps are remembered for ever.</summary>
internal sealed class ForgetfulStore(ILedgerStore inner) : StoreDecorator(inner)
{
    public override bool Begin(LedgerNeeds needs)
    {
        base.Begin(needs);
        return false;
    }
}
