using System.Diagnostics;
using System.Globalization;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// The ledger under everything that can happen to it, by seed. <c>WEIR_SIMULATOR_SEEDS</c> runs more of them (by hand; a thousand take about a minute),
/// <c>WEIR_SIMULATOR_SEED</c> replays the one that a failure names.
/// </summary>
public sealed class SimulatorTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;

    private const int Steps = 200;

    private static readonly string[] Faults =
    [
        "supersede", "shrink", "settle again", "settle late", "look", "leave", "leave during commit", "cap", "turn", "clock step", "kill",
        .. Enum.GetNames<StoreFault>().Except([nameof(StoreFault.None)]),
    ];

    [Fact]
    public void Sqlite_RandomSchedules_HoldEveryInvariant()
    {
        using var engine = new SqliteEngine();
        var counts = new StepCounts();
        var started = Stopwatch.GetTimestamp();

        if (Number("WEIR_SIMULATOR_SEED") is { } one)
        {
            LedgerSchedule.Run(engine, one, Steps, counts, store => store);
            return;
        }

        var seeds = Number("WEIR_SIMULATOR_SEEDS") ?? Seeds;
        for (var seed = 1; seed <= seeds; seed++)
        {
            LedgerSchedule.Run(engine, seed, Steps, counts, store => store);
        }

        output.WriteLine($"{seeds} seeds in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {counts}");
        Assert.All(Faults, fault => Assert.True(counts.Share(fault) >= 1, $"{fault} came in {counts.Share(fault):F2} % of the steps only."));
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
