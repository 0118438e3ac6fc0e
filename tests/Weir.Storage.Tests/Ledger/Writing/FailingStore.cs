using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>A store whose device fails while a test says so.</summary>
internal sealed class FailingStore(ILedgerStore inner) : StoreDecorator(inner)
{
    private volatile bool _fails;

    public bool Fails
    {
        get => _fails;
        set => _fails = value;
    }

    /// <summary>The next commit comes through, and nobody hears of it.</summary>
    public bool LosesAnswer { get; set; }

    public override void Commit()
    {
        if (LosesAnswer)
        {
            LosesAnswer = false;
            base.Commit();
            throw new LedgerStoreException("the connection broke off") { IsOutcomeUnknown = true };
        }

        if (_fails)
        {
            throw new LedgerStoreException("disk I/O error");
        }

        base.Commit();
    }
}
