using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.IntegrationTests.Faults;

/// <summary>A lock that another process has on the store, so that what ends meanwhile isn't settled.</summary>
internal sealed class HeldSettlements(WeirDbContext context) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        try
        {
            await context.Database.ExecuteSqlRawAsync("ROLLBACK");
        }
        catch (DbException)
        {
            // The server was killed, and the lock is gone with it.
        }

        await context.DisposeAsync();
    }
}
