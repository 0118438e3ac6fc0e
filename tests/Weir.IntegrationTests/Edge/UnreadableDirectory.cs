using Microsoft.Data.Sqlite;
using Weir.Proxy.Identity;

namespace Weir.IntegrationTests.Edge;

/// <summary>A directory whose database is locked.</summary>
internal sealed class UnreadableDirectory : ICallerDirectory
{
    private const int Busy = 5;

    public ValueTask<CallerLookup> FindAsync(Credential credential, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Wrapped, as EF does it.", new SqliteException("The database is locked.", Busy));
}
