using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weir.Storage.Postgres;
using Weir.TestKit;
using Weir.TestKit.Postgres;

namespace Weir.Bench.Usage;

/// <summary>Two databases on a durable server of the run's own, in the folder for temporary files.</summary>
internal sealed class PostgresStore : IBenchStore
{
    private readonly TempFolder _folder = new();
    private readonly PostgresServer _server;
    private readonly PostgresDatabase _filled;
    private readonly PostgresDatabase _empty;

    private PostgresStore(PostgresServer server, PostgresDatabase filled, PostgresDatabase empty)
    {
        (_server, _filled, _empty) = (server, filled, empty);
        Environment = new Dictionary<string, string> { ["DATABASE_URL"] = filled.Url, ["WEIR_MASTER_KEY"] = "a master key for a bench that is gone soon" };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public string Folder => _folder.Path;

    public static async Task<PostgresStore> StartAsync()
    {
        var server = await PostgresServer.StartAsync(isDurable: true, CancellationToken.None, "shared_buffers=128MB", "max_wal_size=4GB");
        return new(server, await server.NewDatabaseAsync(CancellationToken.None), await server.NewDatabaseAsync(CancellationToken.None));
    }

    public void AddFilled(IServiceCollection services) => services.AddPostgresStorage(_filled.Url);

    public void AddEmpty(IServiceCollection services) => services.AddPostgresStorage(_empty.Url);

    public async Task<long> SizeAsync()
    {
        await using var source = NpgsqlDataSource.Create(_filled.ConnectionString);
        await using var command = source.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
