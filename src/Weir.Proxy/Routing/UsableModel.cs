using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Proxy.Dialects;

namespace Weir.Proxy.Routing;

/// <summary>A model that a caller may use, as pages offer it.</summary>
/// <param name="Name">What callers call it.</param>
/// <param name="Upstream">Who serves it first.</param>
/// <param name="Dialects">In which it can be spoken to, Anthropic's first.</param>
/// <param name="Rates">What a million of its tokens cost now.</param>
public sealed record UsableModel(string Name, string Upstream, ImmutableArray<Dialect> Dialects, TokenRates Rates);
