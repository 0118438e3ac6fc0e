using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Storage.Clock;

/// <summary>Measures the <see cref="DatabaseClock"/> before anything asks for the time, and then every minute: by then counters have drifted by milliseconds.</summary>
internal sealed partial class ClockUpkeep(DatabaseClock clock, TimeProvider time, ILogger<ClockUpkeep> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await clock.MeasureAsync(cancellationToken))
        {
            throw new TimeoutException("The database takes seconds to tell its time. Windows would begin at the wrong moment.");
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!await clock.MeasureAsync(stoppingToken))
                {
                    LogSlow();
                }
            }
            catch (DbException exception)
            {
                LogUnread(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database took seconds to tell its time; the last reading is carried on")]
    private partial void LogSlow();

    [LoggerMessage(LogLevel.Warning, "The database's clock could not be read; the last reading is carried on")]
    private partial void LogUnread(Exception exception);
}
