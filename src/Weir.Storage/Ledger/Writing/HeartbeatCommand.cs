namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// Says that the process lives, and now and then looks for others that don't. In trouble it always writes, and so finds out when the store
/// works again; as every commit does, it also notices caps that were changed.
/// </summary>
internal sealed class HeartbeatCommand(LedgerState state, TimeProvider time, long beat) : LedgerCommand
{
    /// <summary>A crash is settled up to the last heartbeat, so this is how far that can be off.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>No attempt goes on for longer, so no settlement is later than this.</summary>
    public static readonly TimeSpan LongestStream = TimeSpan.FromHours(24);

    /// <summary>How many beats there are between two looks for processes that are gone.</summary>
    public const int BeatsToLook = 10;

    private volatile bool _isWaiting = true;

    /// <summary>True until it was dealt with.</summary>
    public bool IsWaiting => _isWaiting;

    private bool LooksForOthers => beat % BeatsToLook == 0;

    public override void Declare(LedgerNeeds needs) => needs.IsExact |= LooksForOthers;

    public override void Apply(LedgerBook book)
    {
        _isWaiting = false;
        var now = time.GetUtcNow();
        book.Store.WriteHeartbeat(now, always: state.IsInTrouble);
        if (LooksForOthers && !book.Store.IsSureOfDeaths)
        {
            book.Settlements.Recover(now);
            book.Settlements.CorrectExpired(now - LongestStream);
        }
    }

    public override void Complete()
    {
    }

    public override void Fail(Exception reason) => _isWaiting = false;
}
