namespace Weir.Upstreams;

/// <summary>How an upstream stands in this process.</summary>
/// <param name="IsOpen">True while it is held to be gone, because it left requests without an answer.</param>
/// <param name="Inside">Requests at it.</param>
/// <param name="Waiting">Requests in the line for it.</param>
/// <param name="Models">How many models it was last heard to have.</param>
public sealed record UpstreamStateAnswer(bool IsOpen, int Inside, int Waiting, int Models);
