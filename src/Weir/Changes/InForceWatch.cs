using System.Data.Common;
using Weir.Storage.Model;

namespace Weir.Changes;

/// <summary>
/// Applies what the database says before requests are taken, and again whenever something was changed, be it by another process. While the
/// database cannot be read, what is in force stays.
/// </summary>
internal sealed partial class InForceWatch(IEnumerable<IInForce> parts, ConfigChanges changes, ILogger<InForceWatch> logger) : BackgroundService
{
    private readonly IInForce[] _parts = [.. parts];

    private readonly HashSet<IInForce> _failing = [];

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
        foreach (var part in _parts)
        {
            await ApplyAsync(part, cancellationToken);
        }
    }

    private async Task ApplyAsync(IInForce part, CancellationToken cancellationToken)
    {
        try
        {
            await part.ApplyAsync(cancellationToken);
            _failing.Remove(part);
        }
        catch (DbException exception)
        {
            // Logged once per trouble. The watcher of changes announces one twice a second while it lasts, so this is tried again.
            if (_failing.Add(part))
            {
                LogUnreadable(exception, part.Of);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be read for {What}: those in force stay")]
    private partial void LogUnreadable(Exception exception, string what);
}
