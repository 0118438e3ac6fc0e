using Weir.IntegrationTests.Running;
using Weir.TestKit.Postgres;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Replicas;

/// <summary>Two Weirs that were started at once on one empty PostgreSQL database, with one upstream behind both.</summary>
internal sealed class ReplicaPair : IAsyncDisposable
{
    private readonly PostgresDatabase _database;

    private ReplicaPair(PostgresDatabase database, WeirHost one, WeirHost other) => (_database, One, Other) = (database, one, other);

    public WeirHost One { get; }

    public WeirHost Other { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ReplicaPair> StartAsync(FakeUpstream? upstream, params (string Name, string Value)[] settings)
    {
        var database = await HostDatabase.NewEmptyAsync(Cancellation);
        var hosts = await Task.WhenAll(StartAsync(upstream, database.Url, settings), StartAsync(upstream, database.Url, settings));
        return new(database, hosts[0], hosts[1]);
    }

    /// <summary>One Weir on a database.</summary>
    public static Task<WeirHost> StartAsync(FakeUpstream? upstream, string url, params (string Name, string Value)[] settings) => WeirHost.StartAsync(
        upstream,
        Cancellation,
        replace: null,
        [("DATABASE_URL", url), ("WEIR_MASTER_KEY", WeirHost.MasterKey), .. settings]);

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await _database.DisposeAsync();
    }
}
