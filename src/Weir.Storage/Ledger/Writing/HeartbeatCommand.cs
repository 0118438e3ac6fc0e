namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// Says that the process lives. In trouble it always writes, and so finds out when the store works again; as every commit does, it
/// also notices caps that were changed.
/// </summary>
internal sealed class HeartbeatCommand(LedgerState state, TimeProvider time) : LedgerCommand
{
    /// <summary>A crash is settled up to the last heartbeat, so this is how far that can be off.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override void Apply(LedgerBook book) => book.Store.WriteHeartbeat(time.GetUtcNow(), always: state.IsInTrouble);

    public override void Complete()
    {
    }

    public override void Fail(Exception reason)
    {
    }
}
