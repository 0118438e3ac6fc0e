using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Model;

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
        return services;
    }

    internal static void Configure(DbContextOptionsBuilder options, string databasePath) => options
        .UseSqlite(ConnectionString(databasePath), sqlite => sqlite.MigrationsAssembly(typeof(SqliteStorage).Assembly.GetName().Name))
        .AddInterceptors(new SqlitePragmas());

    internal static string ConnectionString(string databasePath) => new SqliteConnectionStringBuilder
    {
        DataSource = databasePath,
        ForeignKeys = true,
    }.ToString();
}
