namespace Weir.Proxy.Identity;

/// <summary>Knows who is behind a credential. The store implements it, with a cache that a revocation empties within a second.</summary>
public interface ICallerDirectory
{
    ValueTask<CallerLookup> FindAsync(Credential credential, CancellationToken cancellationToken);
}
