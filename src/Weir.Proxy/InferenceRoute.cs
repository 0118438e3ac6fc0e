using Weir.Proxy.Dialects;

namespace Weir.Proxy;

/// <summary>What a path of the data plane is, for whoever describes it.</summary>
/// <param name="Dialect">What is spoken there.</param>
/// <param name="CanStream">True when the answer may be a stream.</param>
public sealed record InferenceRoute(Dialect Dialect, bool CanStream);
