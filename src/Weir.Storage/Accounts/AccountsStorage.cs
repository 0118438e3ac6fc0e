using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Proxy.Identity;
using Weir.Storage.Model;

namespace Weir.Storage.Accounts;

/// <summary>Registers what knows credentials. A store (SQLite, say) is registered beside it.</summary>
public static class AccountsStorage
{
    public static IServiceCollection AddAccountsStorage(this IServiceCollection services, AccountsSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(settings)
            .AddSingleton<SessionActivity>()
            .AddHostedService(provider => provider.GetRequiredService<SessionActivity>())
            .AddHostedService<ConfigVersionWatcher>()
            .AddSingleton<ICallerDirectory, CallerDirectory>();
    }
}
