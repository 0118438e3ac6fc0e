using Weir.Proxy.Metering;

namespace Weir.Proxy.Identity;

/// <summary>Knows who is behind a credential. The store implements it, with a cache that a revocation empties within a second.</summary>
public interface ICallerDirectory
{
    /// <exception cref="LedgerUnavailableException">The store is in trouble, and has to be asked.</exception>
    ValueTask<CallerLookup> FindAsync(Credential credential, CancellationToken cancellationToken);
}
