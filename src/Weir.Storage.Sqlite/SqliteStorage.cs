using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SQLitePCL;
using Weir.Storage.Clock;
using Weir.Storage.Copying;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;
using Weir.Storage.Refusals;
using Weir.Storage.Sqlite.Copying;
using Weir.Storage.Sqlite.Ledger;
using Weir.Storage.StoredStates;

namespace Weir.Storage.Sqlite;

/// <summary>Registers the SQLite store.</summary>
public static class SqliteStorage
{
    /// <summary>
    /// SQLite counts its memory for whoever asks, and nobody does: each allocation of each connection would take the one lock of that count. Where
    /// something has used SQLite before, it is too late, and only slower.
    /// </summary>
    static SqliteStorage()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <param name="services">Where to register.</param>
    /// <param name="databasePath">The file; it is made when missing.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string databasePath)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IDatabaseEngine>(new SqliteEngine(databasePath));
        services.AddSingleton(_ => new WriteGate());
        services.AddSingleton<ConfigChanges>();
        services.AddDbContextFactory<WeirDbContext>(options => Configure(options, databasePath));
        // One process has the file, on one machine: that machine's clock is the database's.
        services.AddSingleton(provider => new DatabaseClock(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILedgerStore>(provider => new SqliteLedgerStore(() => new(databasePath), provider.GetRequiredService<LedgerReplica>()));
        services.AddSingleton<IBulkTables, SqliteTables>();
        return services.AddStoredStates().AddRefusals().AddLedger();
    }

    /// <summary>Closes what this process holds open of a file that nobody uses any more, so that all of it lies in the file itself.</summary>
    public static void Close(string databasePath)
    {
        using var connection = new SqliteConnection(ConnectionString(databasePath));
        SqliteConnection.ClearPool(connection);
    }

    internal static void Configure(DbContextOptionsBuilder options, string databasePath) => options
        .UseSqlite(ConnectionString(databasePath), sqlite => sqlite.MigrationsAssembly(typeof(SqliteStorage).Assembly.GetName().Name))
        .AddInterceptors(new SqlitePragmas());

    internal static string ConnectionString(string databasePath, bool isPooled = true) => new SqliteConnectionStringBuilder
    {
        DataSource = databasePath,
        ForeignKeys = true,
        Pooling = isPooled,
        DefaultTimeout = SqlitePragmas.Patience,
    }.ToString();
}
