using System.Data.Common;
using System.Threading.Channels;
using Weir.Storage.Ledger.Verification;

namespace Weir.Health;

/// <summary>
/// Adds the whole ledger up anew when an administrator asks for it, one time after the other, and keeps what came of the latest. It reads one
/// snapshot, so nobody who writes waits for it.
/// </summary>
internal sealed partial class LedgerCheck(LedgerVerifier verifier, TimeProvider time, ILogger<LedgerCheck> logger) : BackgroundService
{
    private static readonly LedgerCheckAnswer Never = new() { State = "never" };

    /// <summary>Bounded by there being one run at a time.</summary>
    private readonly Channel<LedgerCheckRun> _runs = Channel.CreateBounded<LedgerCheckRun>(1);

    private readonly Lock _lock = new();
    private LedgerCheckRun? _latest;

    /// <summary>How far it is, or what came of it.</summary>
    public LedgerCheckAnswer Answer
    {
        get
        {
            lock (_lock)
            {
                return _latest?.Answer ?? Never;
            }
        }
    }

    /// <summary>False: it is running already.</summary>
    public bool TryStart()
    {
        lock (_lock)
        {
            if (_latest is { IsRunning: true })
            {
                return false;
            }

            var run = new LedgerCheckRun(time.GetUtcNow());
            if (!_runs.Writer.TryWrite(run))
            {
                return false;
            }

            _latest?.Dispose();
            _latest = run;
            return true;
        }
    }

    /// <summary>False: there is nothing to cancel. It ends within the next thousand entries.</summary>
    public bool TryCancel()
    {
        lock (_lock)
        {
            if (_latest is not { IsRunning: true })
            {
                return false;
            }

            _latest.Cancel();
            return true;
        }
    }

    public override void Dispose()
    {
        _latest?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var run in _runs.Reader.ReadAllAsync(stoppingToken))
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, stoppingToken);
            try
            {
                var report = await verifier.VerifyAsync(run, cancel.Token);
                run.End(report, time.GetUtcNow());
                LogChecked(report.Entries, report.Windows, report.Faults.Count + report.MoreFaults);
            }
            catch (Exception) when (cancel.IsCancellationRequested)
            {
                // A driver that is told to give up may say that it failed.
                run.EndCancelled(time.GetUtcNow());
            }
            catch (DbException failure)
            {
                LogFailed(failure);
                run.EndFailed($"The database could not be read: {failure.Message}", time.GetUtcNow());
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The ledger was added up: {Entries} entries, {Windows} budget windows, {Faults} faults")]
    private partial void LogChecked(long entries, int windows, long faults);

    [LoggerMessage(LogLevel.Warning, "The ledger could not be added up")]
    private partial void LogFailed(Exception exception);
}
