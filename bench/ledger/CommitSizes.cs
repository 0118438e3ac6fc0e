using System.Diagnostics.Metrics;

namespace Weir.Bench.Ledger;

/// <summary>Listens to how many commands the ledger makes durable together.</summary>
internal sealed class CommitSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commits;
    private long _commands;

    public CommitSizes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "weir.ledger.commit.size")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, commands, _, _) =>
        {
            Interlocked.Increment(ref _commits);
            Interlocked.Add(ref _commands, commands);
        });
        _listener.Start();
    }

    public long Commits => Interlocked.Read(ref _commits);

    public long Commands => Interlocked.Read(ref _commands);

    public void Dispose() => _listener.Dispose();
}
