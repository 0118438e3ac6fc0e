using System.Runtime.InteropServices;
using Weir.Settings;

namespace Weir.Hosting;

/// <summary>
/// Stops on SIGTERM or SIGINT, gracefully; a second signal ends the process at once, which the ledger survives like any crash.
/// </summary>
internal sealed partial class StopSignals(IHostApplicationLifetime lifetime, WeirSettings settings, ILogger<StopSignals> logger) : IHostLifetime, IDisposable
{
    private PosixSignalRegistration[] _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Left as it is, a signal does what it does to any program: it ends it.
        if (Interlocked.Increment(ref _signals) > 1)
        {
            return;
        }

        context.Cancel = true;
        LogStopping(context.Signal, (long)settings.StopDeadline.TotalSeconds);
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "{Signal}: stopping. Open streams may go on for {Seconds} s; a second signal ends them at once")]
    private partial void LogStopping(PosixSignal signal, long seconds);
}
