using Weir.Accounting;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>Weir's one process on SQLite is killed over and over while streams are open: nothing is missing from the ledger, and no cap is passed.</summary>
public sealed class CrashTests
{
    private const long TightLimit = 2_400;

    [Fact]
    public async Task Kill_WithStreamsOpen_LosesNothingAndPassesNoCap()
    {
        using var folder = new TempFolder();
        await using var upstream = new FakeUpstream();
        await using var installation = Installation.OnSqlite(upstream, folder.Path);
        var load = new Load(upstream);
        var between = new List<StreamName>();
        for (var kill = 0; kill < LongForm.SqliteKills; kill++)
        {
            await using var weir = await installation.StartAsync();
            if (kill == 0)
            {
                load.Add(await installation.AddAccountAsync(weir, "wide", 1_000_000_000));
            }

            load.Add(await installation.AddAccountAsync(weir, $"tight{kill}", TightLimit));
            var round = load.Open(weir.Address);
            await Blow.StrikeAsync(installation, round, kill, () => weir.KillAsync(TestContext.Current.CancellationToken));
            await round.EndAsync();
            LongForm.Tell(kill, LongForm.SqliteKills);
            between.AddRange(Blow.IsBetween(kill) ? round.Ending.Select(caller => caller.Name) : []);
        }

        await using (var last = await installation.StartAsync())
        {
            last.Terminate();
            await last.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var lines = await Reckoning.AssertHoldsAsync(installation, load, TimeSpan.Zero);
        Assert.InRange(load.Book.Attempts.Count, (LongForm.SqliteKills * Load.Streams) + 1, LongForm.SqliteKills * (Load.Streams + Load.Tight));
        Assert.All(between, name => Assert.Equal(UsageSource.Provisional, lines[name].Source));
    }
}
