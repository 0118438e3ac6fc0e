using System.Net;

namespace Weir.Authentication;

/// <summary>
/// Slows down guessing: a growing delay per account and per address. Every attempt counts as failed when it begins, so that guesses
/// sent all at once don't slip past each other; success takes it back.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>The wait is kept short: whoever knows a name could lock its owner out by guessing.</summary>
    private readonly FailureCounts _accounts = new(free: 5, longest: TimeSpan.FromMinutes(1));

    /// <summary>More is free: a school or an office may share an address.</summary>
    private readonly FailureCounts _addresses = new(free: 20, longest: TimeSpan.FromMinutes(15));

    /// <summary>How long to wait before the attempt may be made; null: it may, and has been counted.</summary>
    public TimeSpan? Begin(string username, IPAddress? address)
    {
        var (account, place) = (AccountKey(username), NetworkPlace.Of(address));
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var (byAccount, byAddress) = (_accounts.Wait(account, now), _addresses.Wait(place, now));
            var wait = byAccount > byAddress ? byAccount : byAddress;
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            _accounts.Add(account, now);
            _addresses.Add(place, now);
            return null;
        }
    }

    /// <summary>The password was right: the account's failures are forgotten, the address's stay, or one good account would hide guesses at others.</summary>
    public void Succeeded(string username, IPAddress? address)
    {
        lock (_lock)
        {
            _accounts.Clear(AccountKey(username));
            _addresses.TakeBack(NetworkPlace.Of(address));
        }
    }

    /// <summary>The password was not looked at.</summary>
    public void TakeBack(string username, IPAddress? address)
    {
        lock (_lock)
        {
            _accounts.TakeBack(AccountKey(username));
            _addresses.TakeBack(NetworkPlace.Of(address));
        }
    }

    /// <summary>Cut, so that a name of 64 KiB isn't remembered in full.</summary>
    private static string AccountKey(string username) => username[..Math.Min(username.Length, UsernameValidator.MaxLength)].ToUpperInvariant();
}
