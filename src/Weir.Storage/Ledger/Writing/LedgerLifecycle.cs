using Microsoft.Extensions.Hosting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// Starts the ledger after the database is migrated and before the web server, which starts last, so that it has recovered when the
/// first request comes. Stops it after every hosted service has stopped, so that what they settle while they stop is durable.
/// </summary>
internal sealed class LedgerLifecycle(LedgerWriter writer) : IHostedLifecycleService
{
    public Task StartAsync(CancellationToken cancellationToken) => writer.StartAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => writer.StopAsync().WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
