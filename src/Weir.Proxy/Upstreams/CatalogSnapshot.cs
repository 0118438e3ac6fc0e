using System.Collections.Immutable;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Upstreams;

/// <summary>The upstreams and routes of one moment. Replaced whole, so that an exchange sees one state of things from end to end.</summary>
internal sealed record CatalogSnapshot(ImmutableArray<Upstream> Upstreams, ImmutableArray<RouteConfig> Routes)
{
    public Upstream? Find(string name)
    {
        foreach (var upstream in Upstreams)
        {
            if (upstream.Name == name)
            {
                return upstream;
            }
        }

        return null;
    }

    public bool IsSimulated => Upstreams is [{ Config.Kind: UpstreamKind.Simulated }];
}
