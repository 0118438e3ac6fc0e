using Weir.Changes;
using Weir.Upstreams;

namespace Weir.ModelRoutes;

/// <summary>Registers what knows of upstreams and routes beyond the settings. Before the data plane: it learns from upstreams once they are there.</summary>
internal static class RoutingRegistration
{
    public static IServiceCollection AddModelRouting(this IServiceCollection services) => services
        .AddSingleton<UpstreamKeys>()
        .AddSingleton<RoutingInForce>()
        .AddSingleton<IInForce>(provider => provider.GetRequiredService<RoutingInForce>())
        .AddHostedService<InForceWatch>()
        .AddScoped<UpstreamQueries>()
        .AddScoped<UpstreamChanges>()
        .AddSingleton<ListeningAddress>()
        .AddScoped<UpstreamDesk>()
        .AddScoped<RouteQueries>()
        .AddScoped<RouteChanges>()
        .AddScoped<RouteDesk>()
        .AddScoped<PricedModels>()
        .ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, UpstreamJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, RouteJson.Default);
        });
}
