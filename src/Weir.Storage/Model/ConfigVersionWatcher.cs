using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Storage.Model;

/// <summary>Polls <see cref="ConfigVersion"/>, so that what another process or a command changed is in force here within a second.</summary>
internal sealed partial class ConfigVersionWatcher(
    IDbContextFactory<WeirDbContext> contexts,
    ConfigChanges changes,
    TimeProvider time,
    ILogger<ConfigVersionWatcher> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private long? _seen;

    private bool _isFailing;

    /// <summary>Reads the version once, and announces a change when it isn't the one last seen.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.ConfigVersions.AsNoTracking().Select(row => row.Version).SingleAsync(cancellationToken);
        if (version != _seen)
        {
            _seen = version;
            changes.Announce();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // A database that doesn't answer is as bad as one that fails, and takes its time to be taken for it.
            await using var alarm = time.CreateTimer(_ => changes.Announce(), null, Interval, Interval);
            try
            {
                await LookAsync(stoppingToken);
                _isFailing = false;
            }
            catch (DbException exception)
            {
                // Logged once per trouble, not twice a second. Caches are dropped: while revocations cannot be heard, nothing cached is trusted.
                changes.Announce();
                if (!_isFailing)
                {
                    _isFailing = true;
                    LogUnreadable(exception);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be read for changes of users and keys; trying again twice a second")]
    private partial void LogUnreadable(Exception exception);
}
