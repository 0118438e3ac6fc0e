using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Weir.Storage.Accounts;

namespace Weir.IntegrationTests.Accounts;

/// <summary>A hasher that holds every verification until it is opened, and counts how many it holds at once.</summary>
internal sealed class GatedHasher : IPasswordHasher<User>, IDisposable
{
    private readonly ManualResetEventSlim _gate = new();

    private int _now;

    private int _most;

    public ConcurrentBag<string> Verified { get; } = [];

    public int MostAtOnce => _most;

    public void Open() => _gate.Set();

    public string HashPassword(User user, string password) => password;

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        var now = Interlocked.Increment(ref _now);
        InterlockedMax(now);
        Verified.Add(hashedPassword);
        _gate.Wait();
        Interlocked.Decrement(ref _now);
        return providedPassword == "right" ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
    }

    public void Dispose() => _gate.Dispose();

    private void InterlockedMax(int value)
    {
        for (var seen = _most; seen < value; seen = _most)
        {
            Interlocked.CompareExchange(ref _most, value, seen);
        }
    }
}
