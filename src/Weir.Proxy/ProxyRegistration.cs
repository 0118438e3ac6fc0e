using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Admission;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy;

/// <summary>Registers the data plane. The host adds an <see cref="ILedger"/> and an <see cref="Identity.ICallerDirectory"/>.</summary>
public static class ProxyRegistration
{
    public static IServiceCollection AddWeirProxy(this IServiceCollection services, ProxySettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<InstanceId>()
        .AddSingleton(new BodyMemory(settings.BodyMemory))
        .AddSingleton(new ModelCatalog(settings.Models))
        .AddSingleton<BodyReader>()
        .AddSingleton<UpstreamCatalog>()
        .AddSingleton<UpstreamEvents>()
        .AddSingleton<ModelLearning>()
        .AddSingleton<UpstreamWatch>()
        .AddHostedService(provider => provider.GetRequiredService<UpstreamWatch>())
        .AddSingleton(provider => new UpstreamOverview(
            provider.GetRequiredService<UpstreamCatalog>(),
            provider.GetRequiredService<UpstreamWatch>(),
            provider.GetRequiredService<ModelLearning>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<UpstreamRequests>()
        .AddSingleton<UpstreamErrors>()
        .AddSingleton<PlainRelay>()
        .AddSingleton<AttemptLives>()
        .AddHostedService(provider => provider.GetRequiredService<AttemptLives>())
        .AddHostedService<StopDeadline>()
        .AddSingleton<Identification>()
        .AddSingleton<Peeking>()
        .AddSingleton<Router>()
        .AddSingleton<ExactCount>()
        .AddSingleton<Queueing>()
        .AddSingleton<FallbackBudget>()
        .AddSingleton<Fallbacks>()
        .AddSingleton<Reserving>()
        .AddSingleton<Forwarder>()
        .AddSingleton<Relay>()
        .AddSingleton<Settling>()
        .AddSingleton<AttemptSteps>()
        .AddSingleton<ExchangePipeline>()
        .AddSingleton<TokenCounting>()
        .AddSingleton<ModelLists>();
}
