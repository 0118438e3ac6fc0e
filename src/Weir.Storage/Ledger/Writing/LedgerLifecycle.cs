using Microsoft.Extensions.Hosting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>
/// Starts the ledger before every hosted service, so that it has recovered when the first request comes, and stops it after all of
/// them, so that whatever they still settle while they stop is durable.
/// </summary>
internal sealed class LedgerLifecycle(LedgerWriter writer) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => writer.StartAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => writer.StopAsync().WaitAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
