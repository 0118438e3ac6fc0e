using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Hosting;

/// <summary>Brings the database to this version's tables before anything else uses it.</summary>
internal sealed class DatabaseMigration(IDbContextFactory<WeirDbContext> databases, IDatabaseEngine engine) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await engine.MigrateAsync(database, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
