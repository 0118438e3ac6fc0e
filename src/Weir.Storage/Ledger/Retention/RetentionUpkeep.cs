using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Ledger.Retention;

/// <summary>Carries details that are too old into sums, now and then, a few at a time. Does nothing where they are kept for good.</summary>
internal sealed partial class RetentionUpkeep(RetentionSettings settings, CommandQueue queue, TimeProvider time, ILogger<RetentionUpkeep> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Carries all that is too old now.</summary>
    /// <returns>False when it could not, as somebody reads through the entries: the next time will do.</returns>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be written now.</exception>
    internal async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            var now = time.GetUtcNow();
            var command = new CarryCommand(now - settings.Age!.Value, now);
            if (!queue.TryAdd(command))
            {
                throw new LedgerUnavailableException("The ledger takes no more work: it is stopping, or too much waits for it.");
            }

            var result = await command.Task.WaitAsync(cancellationToken);
            if (result != CarryResult.More)
            {
                return result == CarryResult.AllDone;
            }

            // It rests as long as it worked, so that callers' commits meet it half the time at most.
            await Task.Delay(time.GetElapsedTime(began), time, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Age is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (LedgerUnavailableException trouble)
            {
                LogLater(trouble);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Old entries cannot be carried into sums now; it is tried again within the hour")]
    private partial void LogLater(Exception failure);
}
