using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weir.Storage.Postgres;
using Weir.TestKit.Postgres;

namespace Weir.Bench.Ledger;

/// <summary>
/// PostgreSQL: a server of the run's own, in the folder for temporary files (set <c>TMPDIR</c> to choose the disk) and with its own defaults,
/// but for checkpoints, which would otherwise come in the middle of some loads; or a database of the run's own on a server that is there.
/// </summary>
internal sealed class PostgresBench : IBenchEngine
{
    private readonly ServiceProvider _services;
    private readonly Func<Task> _drop;

    private PostgresBench(string url, Func<Task> drop)
    {
        Url = url;
        _drop = drop;
        var services = new ServiceCollection();
        services.AddLogging();
        AddStorage(services);
        _services = services.BuildServiceProvider();
    }

    public string Name => "PostgreSQL";

    public string Url { get; }

    private NpgsqlDataSource Source => _services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>A new server's.</summary>
    public static async Task<PostgresBench> StartServerAsync(CancellationToken cancellationToken)
    {
        var server = await PostgresServer.StartAsync(isDurable: true, cancellationToken, "shared_buffers=128MB", "max_wal_size=4GB");
        var database = await server.NewDatabaseAsync(cancellationToken);
        return new(database.Url, async () => await server.DisposeAsync());
    }

    /// <summary>A new one beside the database of a URL, whose user may create databases.</summary>
    public static async Task<PostgresBench> CreateAsync(string url, CancellationToken cancellationToken)
    {
        var server = new PostgresBench(url, () => Task.CompletedTask);
        var name = $"weir_bench_{Guid.CreateVersion7():n}";
        await ExecuteAsync(server.Source, $"CREATE DATABASE {name} TEMPLATE template0", cancellationToken);
        return new(new UriBuilder(url) { Path = name }.Uri.AbsoluteUri, async () =>
        {
            await ExecuteAsync(server.Source, $"DROP DATABASE {name} WITH (FORCE)", CancellationToken.None);
            await server.DisposeAsync();
        });
    }

    /// <summary>Another process's.</summary>
    public static PostgresBench At(string url) => new(url, () => Task.CompletedTask);

    public void AddStorage(IServiceCollection services) => services.AddPostgresStorage(Url);

    public Task<IReadOnlyList<StoredSize>> FillAsync(long entries, CancellationToken cancellationToken) => new PostgresFill(Name, Source).RunAsync(entries, cancellationToken);

    public IBareLoop OpenLoop(IReadOnlyList<BenchAccount> accounts) => new BarePostgresLoop(Source.OpenConnection(), accounts);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _drop();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
