using Weir.Accounting;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Engines;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>The simulator itself: a ledger with one condition dropped doesn't pass it.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Seeds = 1_000;

    private const int Steps = 200;

    [Theory]
    [EachEngine]
    public void Reserve_WithoutItsCondition_IsCaught(Engine engine) => AssertCaught(engine, () => store => new UncappedStore(store));

    [Theory]
    [EachEngine]
    public void Reserve_WithCapsOfBefore_IsCaught(Engine engine) => AssertCaught(engine, () => store => new ForgetfulStore(store));

    [Theory]
    [EachEngine]
    public void Settle_WithoutItsCondition_IsCaught(Engine engine) => AssertCaught(engine, () =>
    {
        var ended = new Dictionary<AttemptId, Reservation>();
        return store => new EndingAgainStore(store, ended);
    });

    [Theory]
    [EachEngine]
    public void Reap_WithoutItsCondition_IsCaught(Engine engine) => AssertCaught(engine, () =>
    {
        var reaped = new List<(Reservation, DateTimeOffset)>();
        return store => new ReapingAgainStore(store, reaped);
    });

    /// <param name="on">The database.</param>
    /// <param name="mutants">Makes, for each schedule, what turns every real store into the mutant.</param>
    private void AssertCaught(Engine on, Func<Func<ILedgerStore, ILedgerStore>> mutants)
    {
        using var engine = Simulated.On(on);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                LedgerSchedule.Run(engine, seed, Steps, new(), mutants());
            }
            catch (ScheduleViolation caught)
            {
                output.WriteLine($"Seed {seed} caught it: {caught.Message}");
                return;
            }
        }

        Assert.Fail($"{Seeds} seeds passed.");
    }
}
