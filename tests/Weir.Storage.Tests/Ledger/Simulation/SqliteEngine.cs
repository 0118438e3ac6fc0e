using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;
using Weir.Storage.Sqlite;
using Weir.Storage.Sqlite.Ledger;
using Weir.Storage.Tests.Ledger.Writing;
using Weir.TestKit;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>SQLite, on a file in memory where the system has such: the statements and the commits are those of the product, only the disk is quick.</summary>
internal sealed class SqliteEngine : ISimulatedEngine
{
    private const string Memory = "/dev/shm";

    /// <summary>Of the ledger, and what saving budgets writes.</summary>
    private static readonly string[] Tables =
    [
        "budgets", "budget_windows", "config_version", "corrections", "heartbeats", "names", "reservations", "retention", "token_usage", "usage_sums", "usage_totals",
    ];

    private readonly TempFolder? _temporary;
    private readonly string _folder;
    private readonly ServiceProvider _services;
    private readonly SqliteConnection _reader;
    private readonly SqliteStatement _windows;
    private readonly SqliteStatement _open;
    private readonly SqliteStatement _entries;
    private readonly SqliteStatement _cap;
    private readonly SqliteStatement _version;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _end;
    private SqliteWriteConnection? _connection;

    public SqliteEngine()
    {
        if (Directory.Exists(Memory))
        {
            _folder = Path.Combine(Memory, $"weir-simulator-{Guid.CreateVersion7()}");
            Directory.CreateDirectory(_folder);
        }
        else
        {
            _temporary = new TempFolder();
            _folder = _temporary.Path;
        }

        _services = new ServiceCollection().AddSqliteStorage(DatabasePath).BuildServiceProvider();
        using (var context = Contexts.CreateDbContext())
        {
            context.Database.Migrate();
            DropOthers(context.Database);
        }

        _reader = new SqliteConnection(SqliteStorage.ConnectionString(DatabasePath, isPooled: false));
        _reader.Open();
        _windows = new(_reader.Handle!, "SELECT id, budget_id, starts_at, posted, pending FROM budget_windows");
        _open = new(_reader.Handle!, "SELECT id, input, output, nano_dollars, windows FROM reservations WHERE state = 0");
        _entries = new(_reader.Handle!, """
            SELECT id, attempt_id, kind, input, cache_read, cache_write5m, cache_write1h, output, nano_dollars, source, reserved, overrun, windows, requests
            FROM token_usage WHERE id > ?1 ORDER BY id
            """);
        _version = new(_reader.Handle!, "PRAGMA data_version");
        _begin = new(_reader.Handle!, "BEGIN");
        _end = new(_reader.Handle!, "COMMIT");
        _cap = new(_reader.Handle!, "UPDATE budgets SET cap = ?2 WHERE id = ?1");
    }

    public IDbContextFactory<WeirDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<WeirDbContext>>();

    private string DatabasePath => Path.Combine(_folder, "weir.db");

    public int Processes => 1;

    public ILedgerStore Open(LedgerReplica replica, TimeProvider time) => new SqliteStore(new(Connect, replica));

    /// <summary>It has no clock of its own, and whoever starts holds the lock on the data folder, so every other process is gone.</summary>
    public void Tick(DateTimeOffset now, IReadOnlyList<LedgerReplica> living)
    {
    }

    public void SetCap(BudgetId budget, long? cap) => _cap.Bind(1, budget.Value).Bind(2, cap).Run();

    /// <summary>In one transaction, as each begins with locks on the file.</summary>
    public bool Read(StoredRows rows)
    {
        _version.Step();
        var version = _version.Long(0);
        _version.Step();
        if (version == rows.Version)
        {
            return false;
        }

        rows.Version = version;
        _begin.Run();
        ReadAll(rows);
        _end.Run();
        return true;
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _windows.Dispose();
        _open.Dispose();
        _entries.Dispose();
        _cap.Dispose();
        _version.Dispose();
        _begin.Dispose();
        _end.Dispose();
        _reader.Dispose();
        _services.Dispose();
        using (var pooled = new SqliteConnection(SqliteStorage.ConnectionString(DatabasePath)))
        {
            SqliteConnection.ClearPool(pooled);
        }

        if (_temporary is null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        _temporary?.Dispose();
    }

    private SqliteWriteConnection Connect() => _connection is { Database.IsClosed: false } ? _connection : _connection = new(DatabasePath);

    /// <summary>Whoever opens the file reads what every table is: those that the ledger has nothing to do with only take time.</summary>
    private static void DropOthers(DatabaseFacade database)
    {
        var tables = database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").ToList();
        database.ExecuteSqlRaw(string.Join(";", tables.Except(Tables).Select(table => $"DROP TABLE {table}")));
    }

    private void ReadAll(StoredRows rows)
    {
        rows.Windows.Clear();
        while (_windows.Step())
        {
            rows.Windows.Add(new()
            {
                Id = _windows.Long(0),
                BudgetId = _windows.Guid(1),
                StartsAt = SqliteColumns.FromMicroseconds(_windows.Long(2)),
                Posted = _windows.Long(3),
                Pending = _windows.Long(4),
            });
        }

        rows.Open.Clear();
        while (_open.Step())
        {
            rows.Open.Add(new() { Id = _open.Guid(0), Input = _open.Long(1), Output = _open.Long(2), NanoDollars = _open.Long(3), Windows = _open.Bytes(4) });
        }

        rows.Entries.Clear();
        _entries.Bind(1, rows.LastEntry);
        while (_entries.Step())
        {
            rows.Entries.Add(ReadEntry());
            rows.LastEntry = rows.Entries[^1].Id;
        }
    }

    private LedgerEntry ReadEntry() => new()
    {
        Id = _entries.Long(0),
        AttemptId = _entries.Guid(1),
        Kind = (LedgerEntryKind)_entries.Int(2),
        Input = _entries.Long(3),
        CacheRead = _entries.Long(4),
        CacheWrite5m = _entries.Long(5),
        CacheWrite1h = _entries.Long(6),
        Output = _entries.Long(7),
        NanoDollars = _entries.Long(8),
        Source = (UsageSource)_entries.Int(9),
        Reserved = _entries.Long(10),
        Overrun = _entries.Long(11),
        Windows = _entries.Bytes(12),
        Requests = _entries.Long(13),
    };

    /// <summary>
    /// Forgets all, as its process's death would have it, and takes back what was not committed, as the end of its connection would. The connection stays for the
    /// next: to prepare its statements anew took a fifth of all the time.
    /// </summary>
    private sealed class SqliteStore(SqliteLedgerStore inner) : StoreDecorator(inner)
    {
        protected override void Close() => Rollback();
    }
}
