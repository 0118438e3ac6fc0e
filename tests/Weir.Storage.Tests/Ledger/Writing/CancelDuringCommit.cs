using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A caller that leaves while its row is on its way to the disk.</summary>
internal sealed class CancelDuringCommit(ILedgerStore inner) : StoreDecorator(inner)
{
    public CancellationTokenSource? Cancel { get; set; }

    public override void Commit()
    {
        base.Commit();
        Cancel?.Cancel();
    }
}
