using System.Data.Common;
using Weir.Storage.Model;

namespace Weir.ModelRoutes;

/// <summary>
/// Applies the routing of the database before requests are taken, and again whenever something was changed, be it by another process.
/// While the database cannot be read, what is in force stays.
/// </summary>
internal sealed partial class RoutingWatch(RoutingInForce routing, ConfigChanges changes, ILogger<RoutingWatch> logger) : BackgroundService
{
    private bool _isFailing;

    private long _seen;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ApplyAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await changes.WhenPastAsync(_seen, stoppingToken);
            await ApplyAsync(stoppingToken);
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        // Before reading: what changes meanwhile is read once more.
        _seen = changes.Count;
        try
        {
            await routing.ApplyAsync(cancellationToken);
            _isFailing = false;
        }
        catch (DbException exception)
        {
            // Logged once per trouble. The watcher of changes announces one twice a second while it lasts, so this is tried again.
            if (!_isFailing)
            {
                _isFailing = true;
                LogUnreadable(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be read for upstreams and routes: those in force stay")]
    private partial void LogUnreadable(Exception exception);
}
