using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Model;
using Weir.Storage.Postgres;
using Weir.TestKit.Postgres;

namespace Weir.IntegrationTests.Running;

/// <summary>PostgreSQL databases for <see cref="WeirHost"/>. Migrating takes longer than most tests, so it is done once, and copied.</summary>
internal static class HostDatabase
{
    private static readonly Lazy<Task<PostgresDatabase>> Migrated = new(MigrateTemplateAsync);

    public static async Task<PostgresDatabase> NewAsync(CancellationToken cancellationToken)
    {
        var server = await PostgresServer.SharedAsync();
        return await server.NewDatabaseAsync(cancellationToken, await Migrated.Value);
    }

    public static async Task<PostgresDatabase> NewEmptyAsync(CancellationToken cancellationToken) =>
        await (await PostgresServer.SharedAsync()).NewDatabaseAsync(cancellationToken);

    private static async Task<PostgresDatabase> MigrateTemplateAsync()
    {
        // Of all tests, not of the one that came first.
        var database = await NewEmptyAsync(CancellationToken.None);
        await using var services = new ServiceCollection().AddLogging().AddPostgresStorage(database.Url).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(CancellationToken.None);
        await services.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, CancellationToken.None);
        return database;
    }
}
