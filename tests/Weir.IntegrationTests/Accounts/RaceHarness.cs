using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Authentication;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Storage.Postgres;
using Weir.Storage.Sqlite;
using Weir.TestKit;
using Weir.TestKit.Postgres;

namespace Weir.IntegrationTests.Accounts;

/// <summary>What Weir knows of accounts, without a server around it, in one process on SQLite or in three on one PostgreSQL database.</summary>
internal sealed class RaceHarness : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<ServiceProvider> _processes = [];
    private PostgresDatabase? _database;

    public static async Task<RaceHarness> StartAsync(bool onPostgres, CancellationToken cancellationToken)
    {
        var race = new RaceHarness();
        if (onPostgres)
        {
            race._database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync(cancellationToken);
        }

        for (var i = 0; i < (onPostgres ? 3 : 1); i++)
        {
            race._processes.Add(race.NewProcess());
        }

        await using var scope = race._processes[0].CreateAsyncScope();
        var (engine, db) = (scope.ServiceProvider.GetRequiredService<IDatabaseEngine>(), scope.ServiceProvider.GetRequiredService<WeirDbContext>());
        await engine.MigrateAsync(db, cancellationToken);
        return race;
    }

    /// <summary>Does something many times at once, in all processes, each time as a request of its own.</summary>
    public Task<T[]> AllAtOnceAsync<T>(int times, Func<IServiceProvider, int, Task<T>> work) => Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(async () =>
    {
        await using var scope = _processes[i % _processes.Count].CreateAsyncScope();
        return await work(scope.ServiceProvider, i);
    })));

    /// <summary>Does it once.</summary>
    public async Task<T> OnceAsync<T>(Func<IServiceProvider, Task<T>> work) => (await AllAtOnceAsync(1, (services, _) => work(services)))[0];

    public Task<T> LookAsync<T>(Func<WeirDbContext, Task<T>> look) => OnceAsync(services => look(services.GetRequiredService<WeirDbContext>()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
        else
        {
            SqliteConnection.ClearAllPools();
        }

        _folder.Dispose();
    }

    private ServiceProvider NewProcess()
    {
        var services = new ServiceCollection().AddLogging();
        services = _database is { } database ? services.AddPostgresStorage(database.Url) : services.AddSqliteStorage(_folder.File("weir.db"));
        return services
            .AddWeirAccounts(new AccountsSettings())
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000)
            .BuildServiceProvider();
    }
}
