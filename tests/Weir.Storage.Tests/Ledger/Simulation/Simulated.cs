using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Which database is simulated.</summary>
internal static class Simulated
{
    public static ISimulatedEngine On(Engine engine) => engine == Engine.Sqlite ? new SqliteEngine() : new PostgresEngine();
}
