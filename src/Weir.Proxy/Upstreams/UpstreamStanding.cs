using System.Collections.Immutable;

namespace Weir.Proxy.Upstreams;

/// <summary>How an upstream stands at one moment, in this process.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsOpen">True while it is held to be gone: its circuit breaker is open.</param>
/// <param name="Inside">Attempts at it.</param>
/// <param name="Waiting">Exchanges in the line for it.</param>
/// <param name="Models">The names of the models it was last heard to have.</param>
public sealed record UpstreamStanding(string Name, UpstreamKind Kind, bool IsOpen, int Inside, int Waiting, ImmutableArray<string> Models);
