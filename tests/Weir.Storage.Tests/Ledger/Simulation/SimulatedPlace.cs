using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Where one process runs at a time, with its callers: when it dies, the next takes its place, and they come back to that.</summary>
internal sealed class SimulatedPlace(SimulatedClock clock, Callers callers) : IDisposable
{
    private SimulatedProcess? _process;

    public SimulatedClock Clock => clock;

    public Callers Callers => callers;

    public SimulatedProcess Process
    {
        get => _process ?? throw new InvalidOperationException("Nothing has started here.");
        set => _process = value;
    }

    /// <summary>For how many steps of the schedule it is cut off: it doesn't beat, and reaches nobody.</summary>
    public int StepsAway { get; set; }

    /// <summary>False from when it was cut off to its first commit after that.</summary>
    public bool IsHeardOf { get; set; } = true;

    /// <summary>The process is gone, whatever it was about to do.</summary>
    public void Die(PlainLedger ledger)
    {
        callers.Die(ledger);
        Process.Dispose();
    }

    public void Dispose()
    {
        _process?.Dispose();
        callers.Dispose();
    }
}
