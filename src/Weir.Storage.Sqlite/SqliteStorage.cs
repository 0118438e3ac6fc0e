using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;
using Weir.Storage.Sqlite.Ledger;
using Weir.Storage.StoredStates;

namespace Weir.Storage.Sqlite;

/// <summary>Registers the SQLite store.</summary>
public static class SqliteStorage
{
    /// <param name="services">Where to register.</param>
    /// <param name="databasePath">The file; it is made when missing.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string databasePath)
    {
        services.AddSingleton<WriteGate>();
        services.AddSingleton<ConfigChanges>();
        services.AddDbContextFactory<WeirDbContext>(options => Configure(options, databasePath));
        services.AddSingleton<ILedgerStore>(provider => new SqliteLedgerStore(databasePath, provider.GetRequiredService<LedgerReplica>()));
        return services.AddStoredStates().AddLedger();
    }

    internal static void Configure(DbContextOptionsBuilder options, string databasePath) => options
        .UseSqlite(ConnectionString(databasePath), sqlite => sqlite.MigrationsAssembly(typeof(SqliteStorage).Assembly.GetName().Name))
        .AddInterceptors(new SqlitePragmas());

    internal static string ConnectionString(string databasePath, bool isPooled = true) => new SqliteConnectionStringBuilder
    {
        DataSource = databasePath,
        ForeignKeys = true,
        Pooling = isPooled,
    }.ToString();
}
