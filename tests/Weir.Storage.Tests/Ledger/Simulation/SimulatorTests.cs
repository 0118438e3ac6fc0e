using System.Diagnostics;
using System.Globalization;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// The ledger under everything that can happen to it, by seed. <c>WEIR_SIMULATOR_SEEDS</c> runs more of them by hand, so many or from one to
/// another (<c>100001-200000</c>); <c>WEIR_SIMULATOR_SEED</c> replays the one that a failure names.
/// </summary>
public abstract class SimulatorTests(ITestOutputHelper output)
{
    private const int Steps = 200;

    private protected static readonly string[] Faults =
    [
        "supersede", "shrink", "settle again", "settle late", "look", "leave", "leave during commit", "cap", "turn", "clock step", "kill",
        .. Enum.GetNames<StoreFault>().Except([nameof(StoreFault.None)]),
    ];

    private protected void AssertHolds(Engine engine, int seeds, string[] faults)
    {
        if (Environment.GetEnvironmentVariable("WEIR_SIMULATOR_SEED") is { Length: > 0 } one)
        {
            using var database = Simulated.On(engine);
            LedgerSchedule.Run(database, Number(one), Steps, new(), store => store);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var (first, last) = Environment.GetEnvironmentVariable("WEIR_SIMULATOR_SEEDS") is { Length: > 0 } other ? Range(other) : (1, seeds);

        var counts = new SeedRun(() => Simulated.On(engine), engine == Engine.Postgres ? 4 * Environment.ProcessorCount : Environment.ProcessorCount, first, last, Steps).Run();

        var (ran, seconds) = (last - first + 1, Stopwatch.GetElapsedTime(started).TotalSeconds);
        output.WriteLine(FormattableString.Invariant($"{ran} seeds in {seconds:F0} s, {ran / seconds:F1} a second: {counts}"));
        Assert.All(faults, fault => Assert.True(counts.Share(fault) >= 1, $"{fault} came in {counts.Share(fault):F2} % of the steps only."));
    }

    private static (int First, int Last) Range(string text) => text.Split('-') is [var first, var last] ? (Number(first), Number(last)) : (1, Number(text));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
