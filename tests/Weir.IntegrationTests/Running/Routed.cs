using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Dialects;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.TestKit.Upstreams;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Running;

/// <summary>Puts fake upstreams behind a running Weir.</summary>
internal static class Routed
{
    public static UpstreamConfig Config(
        string name, FakeUpstream upstream, UpstreamKind kind = UpstreamKind.Anthropic, int? mostConcurrent = null, int firstByteSeconds = 600) => new()
        {
            Name = name,
            Kind = kind,
            BaseUrl = upstream.Address,
            ApiKey = $"key-of-{name}",
            Dialects = UpstreamDefaults.Dialects(kind),
            IsPrivate = true,
            WhenClientGone = UpstreamDefaults.WhenClientGone(kind),
            MostConcurrent = mostConcurrent,
            FirstByteTimeout = TimeSpan.FromSeconds(firstByteSeconds),
        };

    /// <summary>Puts a configuration in force, as an administrator's change does, and lets Weir learn what the upstreams have.</summary>
    public static async Task UseAsync(this WeirHost host, UpstreamConfig[] upstreams, params RouteConfig[] routes)
    {
        host.Services.GetRequiredService<UpstreamCatalog>().Apply(new([.. upstreams], [.. routes]));
        await host.Services.GetRequiredService<UpstreamWatch>().LookAsync(CancellationToken.None);
    }

    public static RouteConfig Route(string pattern, params RouteTargetConfig[] targets) => new(pattern, RouteSpread.Ordered, [.. targets]);
}
