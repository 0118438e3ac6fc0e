using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Weir.Settings;
using Weir.Storage.Model;

namespace Weir.Secrets;

/// <summary>Sees to it at the start that there is a key to protect with, and that a new master key wraps the one that is used from now on.</summary>
internal sealed partial class KeyRingStart(
    IKeyRingPlace place,
    IDatabaseEngine engine,
    WeirSettings settings,
    IServiceProvider services,
    ILogger<KeyRingStart> logger) : IHostedService
{
    /// <summary>Data Protection's own rhythm.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Two that start at once would each make a first key, and protect with one that the other doesn't know.
        await using var turn = await engine.TakeTurnAsync(cancellationToken);
        var ring = await KeyRing.ReadAsync(place, settings.MasterKey, cancellationToken);
        if (settings.MasterKey is not null && ring.Bare > 0)
        {
            LogBare(ring.Bare, place.Name);
            if (ring.Wrapped == 0)
            {
                // The ring holds its keys against the system's clock.
                var now = TimeProvider.System.GetUtcNow();
                services.GetRequiredService<IKeyManager>().CreateNewKey(now, now + Lifetime);
            }
        }

        // Makes the first key. A place that cannot be written is better known now than when somebody enters a secret.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector(nameof(KeyRingStart)).Protect([]);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Count} keys in {Place} were made without the master key: they stay readable, and as they are. New ones are wrapped; enter the keys of upstreams again to protect them by a new one")]
    private partial void LogBare(int count, string place);
}
