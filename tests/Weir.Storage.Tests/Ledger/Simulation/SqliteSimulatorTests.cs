using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Simulation;

public sealed class SqliteSimulatorTests(ITestOutputHelper output) : SimulatorTests(output)
{
    [Fact]
    public void RandomSchedules_HoldEveryInvariant() => AssertHolds(Engine.Sqlite, 10_000, Faults);
}
