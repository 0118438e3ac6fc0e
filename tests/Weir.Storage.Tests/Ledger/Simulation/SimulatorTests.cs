using System.Diagnostics;
using System.Globalization;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// The ledger under everything that can happen to it, by seed. <c>WEIR_SIMULATOR_SEEDS</c> runs more of them (by hand),
/// <c>WEIR_SIMULATOR_SEED</c> replays the one that a failure names.
/// </summary>
public sealed class SimulatorTests(ITestOutputHelper output)
{
    private const int Seeds = 10_000;

    private const int Steps = 200;

    /// <summary>Seeds that one database takes before the next, so that all cores have work until the end.</summary>
    private const int SeedsAtOnce = 100;

    private static readonly string[] Faults =
    [
        "supersede", "shrink", "settle again", "settle late", "look", "leave", "leave during commit", "cap", "turn", "clock step", "kill",
        .. Enum.GetNames<StoreFault>().Except([nameof(StoreFault.None)]),
    ];

    [Fact]
    public void Sqlite_RandomSchedules_HoldEveryInvariant()
    {
        if (Number("WEIR_SIMULATOR_SEED") is { } one)
        {
            using var engine = new SqliteEngine();
            LedgerSchedule.Run(engine, one, Steps, new(), Unchanged);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var seeds = Number("WEIR_SIMULATOR_SEEDS") ?? Seeds;

        var counts = RunAll(() => new SqliteEngine(), seeds);

        output.WriteLine($"{seeds} seeds in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {counts}");
        Assert.All(Faults, fault => Assert.True(counts.Share(fault) >= 1, $"{fault} came in {counts.Share(fault):F2} % of the steps only."));
    }

    /// <summary>Seeds share nothing, so each core runs its own, on a database of its own.</summary>
    private static StepCounts RunAll(Func<ISimulatedEngine> engines, int seeds)
    {
        var all = new StepCounts();
        var next = 0;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            var counts = new StepCounts();
            using var engine = engines();
            int first;
            while ((first = Interlocked.Add(ref next, SeedsAtOnce) - SeedsAtOnce) < seeds)
            {
                for (var seed = first + 1; seed <= Math.Min(seeds, first + SeedsAtOnce); seed++)
                {
                    LedgerSchedule.Run(engine, seed, Steps, counts, Unchanged);
                }
            }

            lock (all)
            {
                all.Add(counts);
            }
        });
        return all;
    }

    private static ILedgerStore Unchanged(ILedgerStore store) => store;

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
