using Weir.Settings;
using Weir.Storage.Postgres;
using Weir.Storage.Sqlite;

namespace Weir.Databases;

/// <summary>The one place that decides which database holds everything.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, WeirSettings settings) => settings.Database is { } address
        ? services.AddPostgresStorage(address)
        : services.AddSqliteStorage(settings.DatabasePath);
}
