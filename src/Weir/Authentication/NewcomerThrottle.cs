using System.Net;

namespace Weir.Authentication;

/// <summary>
/// Slows down who makes account after account where registration is open: each has a limit of its own, so that many would be no limit at all.
/// An account counts when it is begun, so that those asked for all at once don't slip past each other.
/// </summary>
internal sealed class NewcomerThrottle(TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>As many as a class that registers in one lesson; then one after ever longer waits.</summary>
    private readonly FailureCounts _addresses = new(free: 30, longest: TimeSpan.FromMinutes(50));

    /// <summary>How long to wait before another account may be made; null: it may, and has been counted.</summary>
    public TimeSpan? Begin(IPAddress? address)
    {
        var (place, now) = (NetworkPlace.Of(address), time.GetUtcNow());
        lock (_lock)
        {
            if (_addresses.Wait(place, now) is { Ticks: > 0 } wait)
            {
                return wait;
            }

            _addresses.Add(place, now);
            return null;
        }
    }

    /// <summary>It was not made.</summary>
    public void TakeBack(IPAddress? address)
    {
        lock (_lock)
        {
            _addresses.TakeBack(NetworkPlace.Of(address));
        }
    }
}
