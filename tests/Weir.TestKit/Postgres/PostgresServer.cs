using System.Globalization;
using Npgsql;
using Weir.TestKit.Processes;

namespace Weir.TestKit.Postgres;

/// <summary>A real PostgreSQL server of the tests' own, on a free port of this machine, with its data in a temporary folder.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Owns the databases, and is no superuser: what Weir does must work for an ordinary owner.</summary>
    public const string User = "weir";

    private const string Superuser = "postgres";

    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(() => StartAsync(isDurable: false, CancellationToken.None));

    private readonly TempFolder? _folder;
    private readonly int _port = FreePort.Find();
    private readonly bool _isDurable;
    private readonly string[] _settings;
    private PostgresRun? _run;
    private int _databases;

    private PostgresServer(bool isDurable, string? folder, string[] settings)
    {
        (_isDurable, _settings) = (isDurable, settings);
        _folder = folder is null ? new() : null;
        Folder = folder ?? _folder!.Path;
    }

    /// <summary>The port it listens on at 127.0.0.1, also after a restart.</summary>
    public int Port => _port;

    /// <summary>The id of the process that all others of the server descend from.</summary>
    public int PostmasterId => Run.PostmasterId;

    /// <summary>The server's log since it was last started.</summary>
    public string Output => Run.Output;

    internal string Folder { get; }

    private PostgresRun Run => _run ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>
    /// The one that all tests of a process share, started when first asked for, quick and not durable. It ends with the process. Who
    /// stops or kills a server starts one of its own.
    /// </summary>
    public static Task<PostgresServer> SharedAsync() => OfThisProcess.Value;

    /// <param name="isDurable">True: what was committed is on the disk, for tests that cut the power, so to speak. False: quick.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <param name="settings">The server's, like <c>shared_buffers=128MB</c>, over those that suit tests.</param>
    public static Task<PostgresServer> StartAsync(bool isDurable, CancellationToken cancellationToken, params string[] settings) =>
        StartAsync(isDurable, null, cancellationToken, settings);

    /// <param name="isDurable">As above.</param>
    /// <param name="folder">An empty folder for its data, with something about it; null for an ordinary one of its own.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <param name="settings">As above.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable, string? folder, CancellationToken cancellationToken, params string[] settings)
    {
        var server = new PostgresServer(isDurable, folder, settings);
        try
        {
            await PostgresPrograms.HandOverAsync(server.Folder, cancellationToken);
            await PostgresPrograms.RunAsync(
                PostgresPrograms.Command("initdb", "-D", server.Folder, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
                cancellationToken);
            await server.StartAsync(cancellationToken);
            await server.AdministerAsync($"CREATE ROLE {User} LOGIN", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a database that nobody else uses, empty or as a copy of another that has no connections now.</summary>
    public async Task<PostgresDatabase> NewDatabaseAsync(CancellationToken cancellationToken, PostgresDatabase? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"weir_{Interlocked.Increment(ref _databases)}");
        await AdministerAsync($"CREATE DATABASE {name} OWNER {User} TEMPLATE {template?.Name ?? "template0"}", cancellationToken);
        return new(this, name);
    }

    /// <summary>Starts it again, on the same port and data, after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_run is not null)
        {
            throw new InvalidOperationException("The server is running.");
        }

        _run = await PostgresRun.StartAsync(Folder, PostgresPrograms.Command("postgres", Arguments()), cancellationToken);
    }

    /// <summary>Ends every connection and shuts down in good order.</summary>
    public async Task StopAsync()
    {
        using var run = Run;
        _run = null;
        await run.StopAsync();
    }

    /// <summary>SIGKILL to the server and all its backends: what was not on the disk is gone, and the next start has to recover.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        using var run = Run;
        _run = null;
        await run.KillAsync(cancellationToken);
    }

    /// <summary>Runs a statement as superuser, on a connection of its own.</summary>
    public async Task AdministerAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", Superuser));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is { } run)
        {
            _run = null;
            using (run)
            {
                await run.RemoveAsync();
            }
        }
        else
        {
            await RemoveSharedMemoryAsync();
            _folder?.Dispose();
        }
    }

    internal string ConnectionString(string database, string user = User) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = user,
        // A pool of its own for every database of every test would keep their connections open.
        Pooling = false,
    }.ToString();

    private string[] Arguments()
    {
        string[] arguments =
        [
            "-D", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            // Many tests at once, each as a few processes.
            "-c", "max_connections=300", "-c", "shared_buffers=32MB",
            // In the folder, so that a killed server leaves nothing behind elsewhere.
            "-c", "dynamic_shared_memory_type=mmap",
            .. _settings.SelectMany(setting => (string[])["-c", setting]),
        ];
        return _isDurable ? arguments : [.. arguments, "-c", "fsync=off", "-c", "full_page_writes=off"];
    }

    /// <summary>A killed server leaves the segment behind by which a next one would know that it still runs.</summary>
    private async Task RemoveSharedMemoryAsync()
    {
        var lockFile = Path.Combine(Folder, "postmaster.pid");
        if (File.Exists(lockFile) && File.ReadLines(lockFile).ElementAtOrDefault(6)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var id])
        {
            await PostgresPrograms.RunAsync(["ipcrm", "-m", id], CancellationToken.None);
        }
    }
}
