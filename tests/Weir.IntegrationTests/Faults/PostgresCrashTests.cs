using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.TestKit;
using Weir.TestKit.Postgres;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>Replicas on one PostgreSQL, and the server itself, are killed over and over while streams are open.</summary>
public sealed class PostgresCrashTests
{
    private const long TightLimit = 2_400;

    /// <summary>Kills of one replica before it is another's turn: so the others have been there for the minute that it takes to judge it.</summary>
    private const int KillsInARow = 25;

    /// <summary>A replica is missed after 30 s, looked for every 10 s, and judged by one that has been there for 60 s.</summary>
    private static readonly TimeSpan UntilReaped = TimeSpan.FromMinutes(2);

    /// <summary>A killed server has to recover first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replica_KilledWithStreamsOpen_LosesNothingAndPassesNoCap()
    {
        await using var database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync(Cancellation);
        using var folder = new TempFolder();
        await using var upstream = new FakeUpstream();
        await using var installation = Installation.OnPostgres(upstream, folder.Path, database);
        var load = new Load(upstream);
        var replicas = await installation.StartAsync(3);
        try
        {
            await AgeAsync(installation);
            load.Add(await installation.AddAccountAsync(replicas[0], "wide", 1_000_000_000));
            var between = new List<StreamName>();
            for (var kill = 0; kill < LongForm.ReplicaKills; kill++)
            {
                var victim = kill / KillsInARow % replicas.Length;
                load.Add(await installation.AddAccountAsync(replicas[(victim + 1) % replicas.Length], $"tight{kill}", TightLimit));
                var round = load.Open([.. replicas.Select(weir => weir.Address)]);
                await Blow.StrikeAsync(installation, round, kill, () => replicas[victim].KillAsync(Cancellation));
                await round.EndAsync();
                LongForm.Tell(kill, LongForm.ReplicaKills);
                between.AddRange(Blow.IsBetween(kill) ? round.Ending.Where(caller => caller.Address == replicas[victim].Address).Select(caller => caller.Name) : []);
                await replicas[victim].DisposeAsync();
                replicas[victim] = await installation.StartAsync();
            }

            var lines = await Reckoning.AssertHoldsAsync(installation, load, UntilReaped);
            Assert.True(load.Book.Attempts.Count > LongForm.ReplicaKills * Load.Streams);
            // A settlement that had reached the server whole when its replica was killed is carried out: then it is what was reported, as the book says.
            Assert.Contains(between, name => lines[name].Source == UsageSource.Provisional);
            Assert.All(between, name => Assert.True(lines[name].Source is UsageSource.Provisional or UsageSource.Reported, $"{name} is {lines[name].Source}."));
            Assert.All(lines.Values.Where(line => line.Source == UsageSource.Provisional), line => Assert.Equal(line.Reserved, line.Total));
        }
        finally
        {
            await Task.WhenAll(replicas.Select(weir => weir.DisposeAsync().AsTask()));
        }
    }

    [Fact]
    public async Task Server_KilledWithStreamsOpen_LosesNothingAndNoReplicaIsStartedAgain()
    {
        await using var server = await PostgresServer.StartAsync(isDurable: true, Cancellation);
        await using var database = await server.NewDatabaseAsync(Cancellation);
        using var folder = new TempFolder();
        await using var upstream = new FakeUpstream();
        await using var installation = Installation.OnPostgres(upstream, folder.Path, database);
        var load = new Load(upstream);
        var replicas = await installation.StartAsync(2);
        try
        {
            load.Add(await installation.AddAccountAsync(replicas[0], "wide", 1_000_000_000));
            var ended = new List<StreamName>();
            for (var kill = 0; kill < LongForm.DatabaseKills; kill++)
            {
                load.Add(await installation.AddAccountAsync(replicas[0], $"tight{kill}", TightLimit));
                var round = load.Open([.. replicas.Select(weir => weir.Address)]);
                await Blow.StrikeAsync(installation, round, kill, () => server.KillAsync(Cancellation));
                await round.WhenEndsAreWholeAsync();
                await server.StartAsync(Cancellation);
                await Task.WhenAll(replicas.Select(weir => weir.WaitUntilReadyAsync(Patience, Cancellation)));
                await round.EndAsync();
                LongForm.Tell(kill, LongForm.DatabaseKills);
                ended.AddRange(round.Ending.Select(caller => caller.Name));
            }

            var lines = await Reckoning.AssertHoldsAsync(installation, load, TimeSpan.FromSeconds(20));
            Assert.True(load.Book.Attempts.Count > LongForm.DatabaseKills * Load.Streams);
            Assert.All(ended, name => Assert.Equal(UsageSource.Reported, lines[name].Source));
            Assert.DoesNotContain(lines.Values, line => line.Source == UsageSource.Provisional);
        }
        finally
        {
            await Task.WhenAll(replicas.Select(weir => weir.DisposeAsync().AsTask()));
        }
    }

    /// <summary>As if the replicas had been there for a minute already: then they may judge others.</summary>
    private static async Task AgeAsync(Installation installation)
    {
        await using var context = await installation.NewContextAsync();
        Assert.Equal(3, await context.Database.ExecuteSqlRawAsync("UPDATE heartbeats SET since = since - interval '60 seconds'", Cancellation));
    }
}
