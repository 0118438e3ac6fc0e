using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A store whose rollback breaks its promise not to throw: the writer cannot know what was written, and must end.</summary>
internal sealed class DyingStore(ILedgerStore inner) : StoreDecorator(inner)
{
    private volatile bool _dies;

    public bool Dies
    {
        get => _dies;
        set => _dies = value;
    }

    public override void Commit()
    {
        if (_dies)
        {
            throw new LedgerStoreException("disk I/O error");
        }

        base.Commit();
    }

    public override void Rollback()
    {
        base.Rollback();
        if (_dies)
        {
            throw new InvalidOperationException("rollback failed");
        }
    }
}
