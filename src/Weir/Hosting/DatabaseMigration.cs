using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Hosting;

/// <summary>Brings the database to this version's tables before anything else uses it.</summary>
internal sealed class DatabaseMigration(IDbContextFactory<WeirDbContext> databases, Settings.WeirSettings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        DataFolder.MakeFile(settings.DatabasePath);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        // Makes the file a write-ahead one; migrating first looks at it through a connection that may not.
        await database.Database.OpenConnectionAsync(cancellationToken);
        // Asking first is quick; migrating compares whole models, also when there is nothing to do.
        if ((await database.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await database.Database.MigrateAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
