using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>
/// The ledger of one process: the product's own queue, book and commits, without the thread. Its body is run by hand, a commit at a time,
/// so that a schedule comes out the same whenever it is replayed.
/// </summary>
internal sealed class SimulatedProcess : IDisposable
{
    private readonly CommandQueue _queue;
    private readonly LedgerState _state = new();
    private readonly WriteGate _gate = new();
    private readonly FaultLog _log = new();
    private readonly LedgerMetrics _metrics;
    private readonly GroupCommit _commits;
    private readonly LedgerWriter _writer;
    private long _beats;

    public SimulatedProcess(ISimulatedEngine engine, Func<ILedgerStore, ILedgerStore> mutate, SimulatedClock clock)
    {
        Clock = clock;
        _queue = new(clock);
        Store = new ObservedStore(mutate(engine.Open(Replica, clock)));
        _metrics = new(new Meters(), _queue, _state, NullLogger<LedgerMetrics>.Instance);
        _commits = new(new LedgerBook(Store, Replica, _metrics), _queue, _gate, _state, _metrics, _log);
        _writer = new(_commits, _queue, _state, clock);
    }

    public LedgerReplica Replica { get; } = new();

    public SimulatedClock Clock { get; }

    public ObservedStore Store { get; }

    public ILedger Ledger => _writer;

    public bool IsInTrouble => _state.IsInTrouble;

    /// <summary>What the process does before it takes work.</summary>
    public PumpEnd Start() => Run(() => _commits.Recover(Clock.Now));

    /// <summary>What its timer does every second: one beat stands for all of a step of the schedule, so it is one that looks for others.</summary>
    public void Beat() => _queue.Add(new HeartbeatCommand(_state, Clock, _beats += HeartbeatCommand.BeatsToLook));

    /// <summary>Commits all that waits.</summary>
    public PumpEnd Pump()
    {
        if (_queue.Count == 0)
        {
            Beat();
        }

        return Run(() => _commits.CommitNext());
    }

    public void Dispose()
    {
        _writer.Dispose();
        Store.Dispose();
        _metrics.Dispose();
        _gate.Dispose();
    }

    private PumpEnd Run(Action work)
    {
        try
        {
            work();
        }
        catch (ProcessDiedException)
        {
            return PumpEnd.Dead;
        }

        return _log.Bug is { } bug ? throw new ScheduleViolation($"A command was rolled back: {bug}") : _state.IsInTrouble ? PumpEnd.Failed : PumpEnd.Committed;
    }

    /// <summary>The host's factory keeps meters of one name together for ever.</summary>
    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
