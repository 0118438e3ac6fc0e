using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Weir.Storage.Ledger.Writing;

/// <summary>What the ledger tells of itself, under the meter <c>Weir.Ledger</c>.</summary>
internal sealed partial class LedgerMetrics : IDisposable
{
    public const string MeterName = "Weir.Ledger";

    private readonly Meter _meter;
    private readonly ILogger<LedgerMetrics> _logger;
    private readonly Histogram<int> _commitSize;
    private readonly Counter<long> _settlements;
    private readonly Counter<long> _overruns;
    private readonly Counter<long> _overrunTokens;

    public LedgerMetrics(IMeterFactory meters, CommandQueue queue, LedgerState state, ILogger<LedgerMetrics> logger)
    {
        _logger = logger;
        _meter = meters.Create(MeterName);
        _commitSize = _meter.CreateHistogram<int>("weir.ledger.commit.size", "{command}", "Commands that became durable together");
        _settlements = _meter.CreateCounter<long>("weir.ledger.settlements", "{attempt}", "Attempts that were settled");
        _overruns = _meter.CreateCounter<long>("weir.ledger.overruns", "{attempt}", "Attempts that used more than was set aside for them");
        _overrunTokens = _meter.CreateCounter<long>("weir.ledger.overrun", "{token}", "Tokens used beyond what was set aside");
        _meter.CreateObservableGauge("weir.ledger.queue", () => queue.Count, "{command}", "Commands that wait for a commit");
        _meter.CreateObservableGauge("weir.ledger.trouble", () => state.IsInTrouble ? 1 : 0, null, "1 while the store cannot be written");
    }

    public void Committed(int commands) => _commitSize.Record(commands);

    public void Settled((Guid Attempt, long Overrun, long Reserved) entry)
    {
        _settlements.Add(1);
        if (entry.Overrun > 0)
        {
            _overruns.Add(1);
            _overrunTokens.Add(entry.Overrun);
            LogOverrun(entry.Attempt, entry.Overrun, entry.Reserved);
        }
    }

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(LogLevel.Error, "Attempt {Attempt} used {Overrun} tokens more than the {Reserved} that were set aside: the upstream did not keep to the request's bounds")]
    private partial void LogOverrun(Guid attempt, long overrun, long reserved);
}
