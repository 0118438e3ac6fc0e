namespace Weir.Proxy.Upstreams;

/// <summary>What is known of an upstream from experience. It outlives changes of its configuration.</summary>
internal sealed class UpstreamState
{
    public UpstreamHealth Health { get; } = new();

    public UpstreamLine Line { get; } = new();

    public UpstreamListing Listing { get; } = new();
}
