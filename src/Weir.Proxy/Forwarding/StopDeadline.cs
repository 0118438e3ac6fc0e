using Microsoft.Extensions.Hosting;

namespace Weir.Proxy.Forwarding;

/// <summary>
/// Gives open streams their last seconds as soon as the host begins to stop: the server waits for its connections before any hosted
/// service hears of it.
/// </summary>
internal sealed class StopDeadline(AttemptLives lives, ProxySettings settings, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(() => lives.CutAfter(settings.StopDeadline));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A host that could not start says that it stops after its parts are gone.</summary>
    public void Dispose() => _stopping.Dispose();
}
