using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Sqlite;
using Weir.TestKit;

namespace Weir.Bench.Usage;

/// <summary>Two files in the folder for temporary ones.</summary>
internal sealed class SqliteStore : IBenchStore
{
    private readonly TempFolder _folder = new();

    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    public string Folder => _folder.Path;

    private string Filled => _folder.File("weir.db");

    public void AddFilled(IServiceCollection services) => services.AddSqliteStorage(Filled);

    public void AddEmpty(IServiceCollection services) => services.AddSqliteStorage(_folder.File("empty.db"));

    public Task<long> SizeAsync() => Task.FromResult(new FileInfo(Filled).Length);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
