using Microsoft.Extensions.Hosting;
using Weir.Proxy.Exchanges;

namespace Weir.Proxy.Forwarding;

/// <summary>
/// Knows every attempt that is open. When the host stops, streams that outlasted the deadline are ended here, so that each is settled
/// before the ledger closes.
/// </summary>
internal sealed class AttemptLives(TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>Attempts that only wait for their final usage after the caller has left.</summary>
    private const int MostDrains = 64;

    /// <summary>Ending an attempt takes one commit; more than this means that the store hangs, and the next start settles what is open.</summary>
    private static readonly TimeSpan SettleDeadline = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new(Timeout.InfiniteTimeSpan, time);
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private int _drains;

    public int Open => Volatile.Read(ref _open);

    /// <summary>Of these, those that are read on though their caller has left.</summary>
    internal int Drains => Volatile.Read(ref _drains);

    public CancellationToken Stopping => _stopping.Token;

    public TimeProvider Time => time;

    public AttemptLife Begin(Exchange exchange, long output)
    {
        Interlocked.Increment(ref _open);
        return new AttemptLife(this, exchange.Target.Upstream.Config, exchange.Peek.Stream, output, exchange.Http.RequestAborted);
    }

    public void End(bool drained)
    {
        if (drained)
        {
            Interlocked.Decrement(ref _drains);
        }

        if (Interlocked.Decrement(ref _open) == 0 && _stopping.IsCancellationRequested)
        {
            _allEnded.TrySetResult();
        }
    }

    public bool TryDrain()
    {
        if (Interlocked.Increment(ref _drains) <= MostDrains)
        {
            return true;
        }

        Interlocked.Decrement(ref _drains);
        return false;
    }

    /// <summary>Open streams may go on this long; those that do longer are cut with an error that says why, and settled.</summary>
    public void CutAfter(TimeSpan deadline) => _stopping.CancelAfter(deadline);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (Open > 0)
        {
            await Task.WhenAny(_allEnded.Task, Task.Delay(SettleDeadline, time, CancellationToken.None));
        }
    }

    public void Dispose() => _stopping.Dispose();
}
