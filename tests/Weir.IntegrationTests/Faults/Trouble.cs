using System.Diagnostics;
using System.Globalization;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>
/// A store that cannot be used for a while, under load: streams that are open end, new work is refused in clear words and at once, and when the
/// store is back everything goes on by itself, with a ledger that is right.
/// </summary>
internal static class Trouble
{
    /// <summary>Within which everything must work again.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    /// <summary>The longest that anybody may be kept from a no: until the trouble is known a request waits for the store.</summary>
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(10);

    /// <summary>Who changes something else while there is trouble, at each process.</summary>
    private const int Writers = 3;

    /// <param name="installation">Whose store.</param>
    /// <param name="load">What goes on meanwhile.</param>
    /// <param name="processes">All of its processes.</param>
    /// <param name="begin">Begins the trouble.</param>
    /// <param name="end">Ends it.</param>
    public static async Task AssertEnduredAsync(Installation installation, Load load, ProcessUnderTest[] processes, Func<Task> begin, Func<Task> end)
    {
        load.Add(await installation.AddAccountAsync(processes[0], "wide", 1_000_000_000));
        load.Add(await installation.AddAccountAsync(processes[0], "tight", 6_000));
        var addresses = processes.Select(weir => weir.Address).ToArray();
        var probes = processes.Select((weir, number) => new Probe(weir, load.Accounts[0].Key, number)).ToArray();
        Assert.All(await Task.WhenAll(probes.Select(probe => probe.AskAsync())), Assert.True);
        var round = load.Open(addresses);
        await round.WhenOpenAsync();

        await begin();
        round.LetEnd();
        // Pages write as well, on connections of their own, and must not keep the ledger from noticing.
        var writes = processes.SelectMany(weir => Enumerable.Repeat(weir, Writers)).Select(installation.TryWriteAsync).ToArray();
        await Task.WhenAll(probes.Select(probe => probe.AskForAsync(LongForm.Trouble)));
        await round.WhenEndsAreWholeAsync();
        await end();

        var returned = Stopwatch.GetTimestamp();
        await Task.WhenAll(probes.Select(probe => Eventually.IsTrueAsync(probe.AskAsync, TestContext.Current.CancellationToken, Recovery)));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{probes.Sum(probe => probe.Refused)} refused, the slowest after {probes.Max(probe => probe.LongestRefusal).TotalSeconds:0.00} s; served again {Stopwatch.GetElapsedTime(returned).TotalSeconds:0.00} s after the return"));
        Assert.All(probes, probe => Assert.InRange(probe.LongestRefusal, TimeSpan.Zero, LongestRefusal));
        await Task.WhenAll(writes);
        await AssertGoesOnAsync(installation, load, round, processes);
    }

    private static async Task AssertGoesOnAsync(Installation installation, Load load, LoadRound round, ProcessUnderTest[] processes)
    {
        Assert.All(await Task.WhenAll(processes.Select(installation.TryWriteAsync)), Assert.True);
        var after = load.Open([.. processes.Select(weir => weir.Address)]);
        await after.WhenOpenAsync();
        after.LetEnd();
        await after.WhenEndsAreWholeAsync();
        await round.EndAsync();
        await after.EndAsync();

        Assert.All(processes, weir => Assert.False(weir.HasExited));
        var lines = await Reckoning.AssertHoldsAsync(installation, load, TimeSpan.FromSeconds(20));
        // Nobody died, so nothing was posted in a dead one's name.
        Assert.DoesNotContain(lines.Values, line => line.Source == UsageSource.Provisional);
        Assert.All(round.Ending.Concat(after.Ending), caller => Assert.Equal(UsageSource.Reported, lines[caller.Name].Source));
    }
}
