using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Databases;

/// <summary>What commands do with a store that no Weir serves from in this process.</summary>
internal static class Stores
{
    public static WeirDbContext CreateContext(this IServiceProvider store) => store.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContext();

    /// <summary>Brings it to this version's tables.</summary>
    public static async Task MigrateAsync(this IServiceProvider store, CancellationToken cancellationToken)
    {
        await using var db = store.CreateContext();
        await store.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancellationToken);
    }
}
