namespace Weir.Storage.Ledger.Writing;

/// <summary>Something that the writer is to do in its next commit.</summary>
internal abstract class LedgerCommand
{
    /// <summary>True when a store that fails must not lose it: it is tried again until it is durable.</summary>
    public virtual bool IsKept => false;

    /// <summary>Says what <see cref="Apply"/> will need of the store.</summary>
    public virtual void Declare(LedgerNeeds needs)
    {
    }

    /// <summary>Runs within the transaction, and again in a later one should this be rolled back.</summary>
    public abstract void Apply(LedgerBook book);

    /// <summary>Runs once what it did is durable.</summary>
    public abstract void Complete();

    /// <summary>Runs when what it did was rolled back.</summary>
    public virtual void Undo()
    {
    }

    /// <summary>Runs when it is given up.</summary>
    public abstract void Fail(Exception reason);
}
