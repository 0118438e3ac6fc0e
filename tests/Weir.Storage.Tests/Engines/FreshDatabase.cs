using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Storage.Model;
using Xunit;

namespace Weir.Storage.Tests.Engines;

/// <summary>A real database of one test. Migrating takes longer than a test, so it is done once for each engine, and copied.</summary>
internal abstract class FreshDatabase : IAsyncDisposable
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>With all tables.</summary>
    public static async Task<FreshDatabase> MakeAsync(Engine engine) =>
        engine == Engine.Sqlite ? await SqliteFile.MakeMigratedAsync() : await PostgresCopy.MakeMigratedAsync();

    /// <summary>Without any.</summary>
    public static async Task<FreshDatabase> MakeEmptyAsync(Engine engine) =>
        engine == Engine.Sqlite ? new SqliteFile() : await PostgresCopy.MakeWithoutTablesAsync();

    /// <summary>Registers the store, as one process would that has this database.</summary>
    public abstract IServiceCollection AddTo(IServiceCollection services);

    public abstract ValueTask DisposeAsync();

    /// <summary>A process that has this database, with a store and nothing else.</summary>
    public ServiceProvider NewProcess() =>
        AddTo(new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))).BuildServiceProvider();

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var process = NewProcess();
        await using var db = process.NewContext();
        await process.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancellationToken);
    }
}
