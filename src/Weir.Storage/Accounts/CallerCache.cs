using System.Collections.Concurrent;
using Weir.Proxy.Identity;

namespace Weir.Storage.Accounts;

/// <summary>
/// The callers read since one change of users and keys. It is never emptied but replaced, so that an answer that was on its way from
/// the store while something changed lands in a cache that nobody asks any more.
/// </summary>
internal sealed class CallerCache(long change)
{
    /// <summary>About 5 MB. Only good credentials get in, so nobody can fill it from outside.</summary>
    private const int Limit = 10_000;

    private readonly ConcurrentDictionary<CredentialHash, KnownCaller> _callers = new();

    /// <summary>What is being read now. Bounded by the number of requests.</summary>
    private readonly ConcurrentDictionary<CredentialHash, Lazy<Task<CallerLookup>>> _loading = new();

    private int _count;

    /// <summary>The <see cref="Model.ConfigChanges.Count"/> it was begun at.</summary>
    public long Change { get; } = change;

    public bool IsFull => Volatile.Read(ref _count) >= Limit;

    public KnownCaller? Find(CredentialHash credential) => _callers.GetValueOrDefault(credential);

    /// <summary>Many that come at once with one credential, after a change say, ask the store once.</summary>
    public Task<CallerLookup> LoadOnceAsync(CredentialHash credential, Func<Task<CallerLookup>> load) => _loading.GetOrAdd(
        credential,
        key => new(async () =>
        {
            try
            {
                return await load();
            }
            finally
            {
                _loading.TryRemove(key, out _);
            }
        })).Value;

    public void Add(CredentialHash credential, KnownCaller caller)
    {
        if (_callers.TryAdd(credential, caller))
        {
            Interlocked.Increment(ref _count);
        }
    }
}
