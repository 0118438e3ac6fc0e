using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Postgres;
using Weir.TestKit.Postgres;

namespace Weir.Storage.Tests.Engines;

/// <summary>A <see cref="FreshDatabase"/> on the PostgreSQL server that all tests share, or on one of a test's own.</summary>
internal sealed class PostgresCopy : FreshDatabase
{
    private static readonly Lazy<Task<PostgresDatabase>> Migrated = new(MigrateTemplateAsync);

    private readonly PostgresDatabase _database;

    public PostgresCopy(PostgresDatabase database, string? url = null) => (_database, Url) = (database, url ?? database.Url);

    public string Url { get; }

    /// <summary>For a look at it past everything that Weir does.</summary>
    public string ConnectionString => _database.ConnectionString;

    public static async Task<PostgresCopy> MakeMigratedAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return new(await server.NewDatabaseAsync(Cancellation, await Migrated.Value));
    }

    public static async Task<PostgresCopy> MakeWithoutTablesAsync() => new(await (await PostgresServer.SharedAsync()).NewDatabaseAsync(Cancellation));

    /// <summary>The same database, by a way that a test can cut.</summary>
    public PostgresCopy Through(CutOff cutOff) => new(_database, _database.UrlThrough(cutOff));

    public override IServiceCollection AddTo(IServiceCollection services) => services.AddPostgresStorage(Url);

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<PostgresDatabase> MigrateTemplateAsync()
    {
        var database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync(CancellationToken.None);
        // Of all tests, not of the one that came first.
        await new PostgresCopy(database).MigrateAsync(CancellationToken.None);
        return database;
    }
}
