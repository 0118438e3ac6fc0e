using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Postgres;

namespace Weir.Storage.Tests.Engines;

/// <summary>A PostgreSQL database that another process has made, and removes.</summary>
internal sealed class ForeignDatabase(string url) : FreshDatabase
{
    public override IServiceCollection AddTo(IServiceCollection services) => services.AddPostgresStorage(url);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
