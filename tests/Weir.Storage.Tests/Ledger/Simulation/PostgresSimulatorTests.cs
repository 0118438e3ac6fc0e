using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Simulation;

public sealed class PostgresSimulatorTests(ITestOutputHelper output) : SimulatorTests(output)
{
    [Fact]
    public void RandomSchedulesOfThreeProcesses_HoldEveryInvariant() => AssertHolds(Engine.Postgres, 500, [.. Faults, "cut off", "reap", "assume"]);
}
