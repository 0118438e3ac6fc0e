using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Databases;
using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Running;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.TestKit;
using Weir.TestKit.Postgres;

namespace Weir.IntegrationTests.Demo;

/// <summary>Where an installation is to be, of which there is nothing yet.</summary>
internal sealed class DemoPlace : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresDatabase? _database;

    private DemoPlace(PostgresDatabase? database) => _database = database;

    public string Folder => _folder.Path;

    public (string, string)[] Written => _database is null
        ? [("WEIR_DATA", _folder.Path)]
        : [("WEIR_DATA", _folder.Path), ("DATABASE_URL", _database.Url), ("WEIR_MASTER_KEY", WeirHost.MasterKey)];

    public WeirSettings Settings => CommandRun.Settings(_folder.Path, Written);

    public static async Task<DemoPlace> NewAsync(CancellationToken cancellationToken) =>
        new(OnPostgresAttribute.IsSet ? await HostDatabase.NewEmptyAsync(cancellationToken) : null);

    /// <summary>Starts Weir there, and nobody has an account by that.</summary>
    public Task<WeirHost> ServeAsync(CancellationToken cancellationToken) =>
        WeirHost.StartAsync(null, cancellationToken, settings: [.. Written, ("WEIR_ADMIN_PASSWORD", "")]);

    /// <summary>What lies in the database, without a server around it.</summary>
    public async Task<T> ReadAsync<T>(Func<WeirDbContext, IServiceProvider, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var store = await ExistingStorage.OpenAsync(Settings, cancellationToken);
        await using var db = await store.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(cancellationToken);
        return await read(db, store);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folder.Dispose();
    }
}
