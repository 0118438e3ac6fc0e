using Weir.TestKit;
using Weir.TestKit.Disks;
using Weir.TestKit.Postgres;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>What can keep three replicas from their PostgreSQL server, under load.</summary>
public sealed class PostgresTroubleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_CutOff_IsEndured(bool refused)
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.NewDatabaseAsync(Cancellation);
        await using var cutOff = new CutOff(server.Port);
        await AssertEnduredAsync(database, refused ? cutOff.Refuse : cutOff.BlackHole, cutOff.Restore, cutOff);
    }

    [Fact]
    public async Task Disk_Full_IsEndured()
    {
        using var disk = SmallDisk.TryMake(megabytes: 192);
        Assert.SkipWhen(disk is null, "Only root may mount the small disk that this test fills up.");
        var folder = Directory.CreateDirectory(Path.Combine(disk.Path, "data")).FullName;
        await using var server = await PostgresServer.StartAsync(isDurable: true, folder, Cancellation, "min_wal_size=32MB", "max_wal_size=64MB");
        await using var database = await server.NewDatabaseAsync(Cancellation);
        await AssertEnduredAsync(database, disk.Fill, disk.MakeRoom);
    }

    private static async Task AssertEnduredAsync(PostgresDatabase database, Action begin, Action end, CutOff? cutOff = null)
    {
        using var folder = new TempFolder();
        await using var upstream = new FakeUpstream();
        await using var installation = Installation.OnPostgres(upstream, folder.Path, database, cutOff);
        var replicas = await installation.StartAsync(3);
        try
        {
            await Trouble.AssertEnduredAsync(installation, new(upstream), replicas, () => Run(begin), () => Run(end));
        }
        finally
        {
            await Task.WhenAll(replicas.Select(weir => weir.DisposeAsync().AsTask()));
        }
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
