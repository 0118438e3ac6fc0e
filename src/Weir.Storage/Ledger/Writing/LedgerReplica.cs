namespace Weir.Storage.Ledger.Writing;

/// <summary>This process among those that write one ledger, from its start to its end.</summary>
internal sealed record LedgerReplica(Guid Id)
{
    public LedgerReplica()
        : this(Guid.CreateVersion7())
    {
    }
}
