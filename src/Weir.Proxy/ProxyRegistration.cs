using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Admission;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Bodies;
using Weir.Proxy.Dialects.Ollama;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy;

/// <summary>Registers the data plane. The host adds an <see cref="ILedger"/>, an <see cref="Identity.ICallerDirectory"/>, an <see cref="IStoredStates"/> and an <see cref="IRefusalBook"/>.</summary>
public static class ProxyRegistration
{
    public static IServiceCollection AddWeirProxy(this IServiceCollection services, ProxySettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<InstanceId>()
        .AddSingleton(new BodyMemory(settings.BodyMemory))
        .AddSingleton(new ModelCatalog(settings.Models))
        .AddSingleton<BodyReader>()
        .AddSingleton<NameResolution>()
        .AddSingleton<UpstreamConnections>()
        .AddSingleton(provider => new UpstreamCatalog(settings, provider.GetRequiredService<UpstreamConnections>(), provider.GetRequiredService<TimeProvider>()))
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
        .AddSingleton<StoredStateCheck>()
        .AddSingleton<Peeking>()
        .AddSingleton<Router>()
        .AddSingleton<LiveReplicas>()
        .AddSingleton<RateLimiting>()
        .AddSingleton<RefusalMetrics>()
        .AddSingleton<RefusalNotes>()
        .AddSingleton<ExchangeFeed>()
        .AddSingleton<ExchangeTelling>()
        .AddSingleton<PriceList>()
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
        .AddSingleton<ModelOffer>()
        .AddSingleton(provider => new UsableModels(provider.GetRequiredService<ModelOffer>(), provider.GetRequiredService<PriceList>()))
        .AddSingleton<ModelLists>()
        .AddSingleton<QueuePositions>()
        .AddSingleton<OllamaQuestions>()
        .AddSingleton<OllamaLists>()
        .AddSingleton<OllamaShows>();
}
