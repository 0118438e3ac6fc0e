using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>Where a model is served: an upstream, and what is known of the model there.</summary>
internal sealed record Target(Upstream Upstream, ModelConfig Model);
