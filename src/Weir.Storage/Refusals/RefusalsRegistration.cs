using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Refusals;

namespace Weir.Storage.Refusals;

/// <summary>Registers what keeps refusals.</summary>
internal static class RefusalsRegistration
{
    public static IServiceCollection AddRefusals(this IServiceCollection services) => services
        .AddSingleton<RefusalBook>()
        .AddSingleton<IRefusalBook>(provider => provider.GetRequiredService<RefusalBook>())
        .AddHostedService(provider => provider.GetRequiredService<RefusalBook>());
}
