using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Weir.Proxy.Admission.Rates;
using Weir.Storage.Clock;
using Weir.Storage.Copying;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;
using Weir.Storage.Postgres.Copying;
using Weir.Storage.Postgres.Ledger;
using Weir.Storage.Refusals;
using Weir.Storage.Replicas;
using Weir.Storage.StoredStates;

namespace Weir.Storage.Postgres;

/// <summary>Registers the PostgreSQL store.</summary>
public static class PostgresStorage
{
    /// <param name="services">Where to register.</param>
    /// <param name="databaseUrl">What <see cref="PostgresAddress"/> reads.</param>
    /// <exception cref="ArgumentException">It can't be read; the message says why, without showing it.</exception>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, string databaseUrl) =>
        PostgresAddress.TryRead(databaseUrl, out var address, out var problem)
            ? services.AddPostgresStorage(address)
            : throw new ArgumentException(problem, nameof(databaseUrl));

    /// <param name="services">Where to register.</param>
    /// <param name="address">Where the database is.</param>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, PostgresAddress address)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(address.ConnectionString));
        services.AddSingleton<PostgresEngine>();
        services.AddSingleton<IDatabaseEngine>(provider => provider.GetRequiredService<PostgresEngine>());
        services.AddSingleton(_ => WriteGate.Open());
        services.AddSingleton<ConfigChanges>();
        services.AddDbContextFactory<WeirDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(provider => new DatabaseClock(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<PostgresEngine>().ReadTimeAsync));
        services.AddHostedService<ClockUpkeep>();
        services.TryAddSingleton<LiveReplicas>();
        services.AddHostedService<ReplicaWatch>();
        services.AddSingleton<ILedgerStore>(provider => new PostgresLedgerStore(
            LedgerConnections.Open(address.ConnectionString),
            provider.GetRequiredService<LedgerReplica>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IBulkTables, PostgresTables>();
        return services.AddStoredStates().AddRefusals().AddLedger();
    }

    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) => options.UseNpgsql(source, npgsql => npgsql
        .MigrationsAssembly(typeof(PostgresStorage).Assembly.GetName().Name)
        // Npgsql's own wraps every failed connection in an InvalidOperationException that recommends retries: who catches a DbException
        // would miss it.
        .ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)));
}
