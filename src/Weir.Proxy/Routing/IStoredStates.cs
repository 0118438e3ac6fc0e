using Weir.Accounting;

namespace Weir.Proxy.Routing;

/// <summary>
/// Who was told the ids of what upstreams keep: answers, files, containers, which later requests name. Nothing in an id says whose it is.
/// Safe for any number of callers at once.
/// </summary>
public interface IStoredStates
{
    /// <summary>Takes down that an upstream has told a user these ids. This process knows at once; it is durable soon after.</summary>
    /// <param name="user">Who was told.</param>
    /// <param name="upstream">The name of the one that keeps it.</param>
    /// <param name="ids">As the upstream gave them.</param>
    void Remember(UserId user, string upstream, IReadOnlyCollection<string> ids);

    /// <summary>The upstream that keeps what an id names; null when the user was never told it, or too long ago.</summary>
    ValueTask<string?> FindAsync(UserId user, string id, CancellationToken cancellationToken);
}
