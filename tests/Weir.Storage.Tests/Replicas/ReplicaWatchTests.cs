using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Weir.Proxy.Admission.Rates;
using Weir.Storage.Clock;
using Weir.Storage.Model;
using Weir.Storage.Replicas;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Replicas;

public sealed class ReplicaWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Look_CountsThoseWhoseHeartIsHeard(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var replicas = new LiveReplicas();
        using var watch = new ReplicaWatch(
            process.GetRequiredService<IDbContextFactory<WeirDbContext>>(), new DatabaseClock(time), replicas, NullLogger<ReplicaWatch>.Instance);

        await watch.LookAsync(Cancellation);
        Assert.Equal(1, replicas.Count);

        await using (var db = process.NewContext())
        {
            double[] ages = [0, 1, 9, 11, 3_600];
            db.Heartbeats.AddRange(ages.Select(age => time.GetUtcNow().AddSeconds(-age)).Select(at => new Storage.Ledger.Heartbeat { ReplicaId = Guid.CreateVersion7(), At = at, Since = at }));
            await db.SaveChangesAsync(Cancellation);
        }

        await watch.LookAsync(Cancellation);
        Assert.Equal(3, replicas.Count);
        time.Advance(TimeSpan.FromSeconds(5));
        await watch.LookAsync(Cancellation);
        Assert.Equal(2, replicas.Count);
    }

    /// <summary>An SQLite file has one process.</summary>
    [Theory]
    [EachEngine]
    public async Task Watch_RunsWhereThereCanBeOthers(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        Assert.Equal(engine == Engine.Postgres ? 1 : 0, process.GetServices<IHostedService>().OfType<ReplicaWatch>().Count());
    }
}
