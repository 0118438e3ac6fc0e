using Microsoft.EntityFrameworkCore;
using Weir.Settings;
using Weir.Storage.Model;

namespace Weir.Databases;

/// <summary>Brings the database to this version's tables before anything else uses it.</summary>
internal sealed class DatabaseMigration(IDbContextFactory<WeirDbContext> databases, IDatabaseEngine engine, WeirSettings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await DatabaseTrouble.ExplainedAsync(settings, async () =>
        {
            await engine.MigrateAsync(database, cancellationToken);
            return true;
        });
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
