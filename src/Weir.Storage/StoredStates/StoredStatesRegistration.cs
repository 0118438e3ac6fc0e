using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Routing;

namespace Weir.Storage.StoredStates;

/// <summary>Registers what knows whose the ids of kept state are.</summary>
internal static class StoredStatesRegistration
{
    public static IServiceCollection AddStoredStates(this IServiceCollection services) => services
        .AddSingleton<StoredStateBook>()
        .AddSingleton<IStoredStates>(provider => provider.GetRequiredService<StoredStateBook>())
        .AddHostedService(provider => provider.GetRequiredService<StoredStateBook>());
}
