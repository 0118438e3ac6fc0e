using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Proxy.Admission.Rates;
using Weir.Storage.Clock;
using Weir.Storage.Model;

namespace Weir.Storage.Replicas;

/// <summary>
/// Counts the processes that share the database, by their heartbeats, so that each lets through its share of the limits of rates. While the
/// database cannot be read, the last count stays.
/// </summary>
internal sealed partial class ReplicaWatch(
    IDbContextFactory<WeirDbContext> contexts,
    DatabaseClock clock,
    LiveReplicas replicas,
    ILogger<ReplicaWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Heartbeats come every second: some may be late, but a process that stopped shall not keep its share for long.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private bool _isFailing;

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = clock.GetUtcNow() - Silence;
        replicas.Count = await db.Heartbeats.CountAsync(beat => beat.At > since, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
                _isFailing = false;
            }
            catch (DbException exception)
            {
                // Logged once per trouble.
                if (!_isFailing)
                {
                    _isFailing = true;
                    LogUnread(exception);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The heartbeats could not be read: the last count of replicas stays")]
    private partial void LogUnread(Exception exception);
}
