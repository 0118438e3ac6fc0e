namespace Weir.Proxy.Exchanges;

/// <summary>A request that waits in line.</summary>
/// <param name="Upstream">The upstream that is busy.</param>
/// <param name="Model">The model as the caller named it.</param>
/// <param name="Position">1 is the next to be served.</param>
internal sealed record QueuePosition(string Upstream, string Model, int Position);
