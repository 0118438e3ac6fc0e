using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Proxy.Metering;
using Weir.Storage.Clock;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Retention;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Replicas;

namespace Weir.Storage.Ledger.Writing;

/// <summary>Registers the ledger on top of an engine's <see cref="ILedgerStore"/>.</summary>
internal static class LedgerRegistration
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new RetentionSettings(null));
        return services
            .AddMetrics()
            .AddSingleton<LedgerReplica>()
            .AddSingleton<LedgerState>()
            .AddSingleton<CommandQueue>()
            .AddSingleton<LedgerMetrics>()
            .AddSingleton<LedgerBook>()
            .AddSingleton<GroupCommit>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<LedgerWriter>(provider, provider.GetRequiredService<DatabaseClock>()))
            .AddSingleton<ILedger>(provider => provider.GetRequiredService<LedgerWriter>())
            .AddSingleton(provider => new LedgerRecovery(provider.GetRequiredService<LedgerWriter>()))
            .AddSingleton(provider => new ReplicaRoll(provider.GetRequiredService<LedgerReplica>()))
            .AddSingleton<LedgerVerifier>()
            .AddSingleton(provider => new LedgerCorrections(
                provider.GetRequiredService<CommandQueue>(),
                provider.GetRequiredService<GroupCommit>(),
                provider.GetRequiredService<LedgerState>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddHostedService<LedgerLifecycle>()
            .AddHostedService<RetentionUpkeep>();
    }
}
