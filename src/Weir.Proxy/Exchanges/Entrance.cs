using Weir.Proxy.Dialects;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Exchanges;

/// <summary>A path that callers send exchanges to, and what is particular to it.</summary>
/// <param name="Operation">What callers of it ask for.</param>
/// <param name="Errors">How Weir says no there.</param>
/// <param name="IsForApps">True for browser apps: cookies count, and the model and the output cap may be left out.</param>
internal sealed record Entrance(IOperation Operation, IErrorShape Errors, bool IsForApps);
