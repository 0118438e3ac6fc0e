namespace Weir.Bench.Ledger;

/// <summary>A budget window as the bare loop remembers it.</summary>
internal sealed class BareWindow(long id, long posted, long pending)
{
    public long Id => id;

    public long Posted { get; set; } = posted;

    public long Pending { get; set; } = pending;

    public long DurablePosted { get; set; } = posted;

    public long DurablePending { get; set; } = pending;
}
