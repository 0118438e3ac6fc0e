using Weir.Proxy.Identity;

namespace Weir.Storage.Accounts;

/// <summary>A caller as it was read from the store, with the times at which its credential ends.</summary>
internal sealed class KnownCaller(Caller caller, DateTimeOffset? expiresAt, DateTimeOffset lastSeenAt, TimeSpan idle)
{
    private long _lastSeen = lastSeenAt.UtcTicks;

    public Caller Caller { get; } = caller;

    public bool IsAlive(DateTimeOffset now) =>
        !(now >= expiresAt)
        && (Caller.Session is null || now.UtcTicks - Volatile.Read(ref _lastSeen) < idle.Ticks);

    /// <summary>True when the session was last seen so long ago that this use is worth writing down.</summary>
    public bool IsSeenAnew(DateTimeOffset now)
    {
        if (Caller.Session is null || now.UtcTicks - Volatile.Read(ref _lastSeen) < SessionActivity.Grain.Ticks)
        {
            return false;
        }

        Volatile.Write(ref _lastSeen, now.UtcTicks);
        return true;
    }
}
