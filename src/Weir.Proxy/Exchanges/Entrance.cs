using Weir.Proxy.Dialects;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Exchanges;

/// <summary>A path that callers send exchanges to, and what is particular to it.</summary>
/// <param name="Dialect">What callers of it speak.</param>
/// <param name="UpstreamPath">The path at the upstream.</param>
/// <param name="Errors">How Weir says no there.</param>
/// <param name="IsForApps">True for browser apps: cookies count, and the model and the output cap may be left out.</param>
internal sealed record Entrance(IDialect Dialect, string UpstreamPath, IErrorShape Errors, bool IsForApps);
