using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Routing;

/// <summary>Where a model is served.</summary>
/// <param name="Upstream">By whom.</param>
/// <param name="Name">The model's name there.</param>
/// <param name="Model">What is known of it.</param>
internal sealed record Target(Upstream Upstream, string Name, ModelConfig Model);
