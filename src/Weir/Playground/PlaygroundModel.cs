using Weir.Accounting;
using Weir.Proxy.Routing;

namespace Weir.Playground;

/// <summary>What the playground's script must know of a model.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Dialect">In what it is spoken to.</param>
/// <param name="Rates">Nano-dollars for a million tokens: input, read from a cache, written to one, output.</param>
public sealed record PlaygroundModel(string Name, string Dialect, long[] Rates)
{
    internal static PlaygroundModel Of(UsableModel model) => new(model.Name, Spoken(model), Costs(model.Rates));

    private static long[] Costs(TokenRates rates) => [rates.Input, rates.CacheRead, rates.CacheWrite5m, rates.Output];

    /// <summary>Its own dialect where it has several: Ollama's models imitate the others, and imitations leave things out.</summary>
    private static string Spoken(UsableModel model) =>
        model.Dialects.Contains(Proxy.Dialects.Dialect.Ollama) ? "ollama"
        : model.Dialects.Contains(Proxy.Dialects.Dialect.Anthropic) ? "anthropic"
        : "openai";
}
