using Microsoft.Extensions.DependencyInjection;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.TestKit.Upstreams;
using UpstreamKind = Weir.Proxy.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Running;

/// <summary>Puts upstreams in force that no setting names.</summary>
internal static class RoutedUpstreams
{
    /// <summary>Replaces all upstreams and routes of a Weir that runs.</summary>
    public static void Route(this WeirHost weir, UpstreamConfig[] upstreams, params RouteConfig[] routes) =>
        weir.Services.GetRequiredService<UpstreamCatalog>().Apply(new([.. upstreams], [.. routes]));

    /// <param name="upstream">Where it is.</param>
    /// <param name="name">Null: after its kind.</param>
    /// <param name="kind">Null: as what it imitates.</param>
    /// <param name="idle">How long it may pause; null: as usual.</param>
    public static UpstreamConfig Config(FakeUpstream upstream, string? name = null, UpstreamKind? kind = null, TimeSpan? idle = null)
    {
        var imitated = kind ?? Enum.Parse<UpstreamKind>(upstream.Kind.ToString());
        return new()
        {
            Name = name ?? imitated.ToString(),
            Kind = imitated,
            BaseUrl = upstream.Address,
            ApiKey = "sk-of-the-server",
            Dialects = UpstreamDefaults.Dialects(imitated),
            IsPrivate = true,
            WhenClientGone = UpstreamDefaults.WhenClientGone(imitated),
            IdleTimeout = idle ?? TimeSpan.FromMinutes(5),
        };
    }
}
