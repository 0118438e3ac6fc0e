using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Storage.Copying;
using Weir.Storage.Steps;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Copying;

/// <summary>Two databases of any engine, with all tables and nothing in them.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private readonly FreshDatabase _from;
    private readonly FreshDatabase _to;

    private Pair(FreshDatabase from, FreshDatabase to, Func<IBulkTables, IBulkTables> decorate)
    {
        (_from, _to) = (from, to);
        Source = from.NewProcess();
        var services = to.AddTo(new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)));
        var tables = services.Single(service => service.ServiceType == typeof(IBulkTables));
        services.Remove(tables);
        services.AddSingleton(provider => decorate((IBulkTables)ActivatorUtilities.CreateInstance(provider, tables.ImplementationType!)));
        Target = services.BuildServiceProvider();
    }

    public ServiceProvider Source { get; }

    public ServiceProvider Target { get; }

    /// <summary>Of the target, which is on PostgreSQL.</summary>
    public string ConnectionString => ((PostgresCopy)_to).ConnectionString;

    public static async Task<Pair> MakeAsync(Engine from, Engine to, Func<IBulkTables, IBulkTables>? decorate = null) =>
        new(await FreshDatabase.MakeAsync(from), await FreshDatabase.MakeAsync(to), decorate ?? (tables => tables));

    public async Task<CopyReport> CopyAsync(IStepProgress progress, CancellationToken cancellationToken)
    {
        await using var copy = new DatabaseCopy(Source, Target, progress);
        var report = await copy.RunAsync(cancellationToken);
        await copy.CommitAsync(cancellationToken);
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }
}
