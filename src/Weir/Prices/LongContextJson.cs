using Weir.Accounting;

namespace Weir.Prices;

/// <summary>What a long prompt makes of the price of all tokens of a request.</summary>
public sealed class LongContextJson
{
    /// <summary>Total input in tokens: what is more than this is long.</summary>
    public long? Over { get; init; }

    /// <summary>For every class of input; 2000 doubles.</summary>
    public int? InputPermille { get; init; }

    public int? OutputPermille { get; init; }

    public static LongContextJson? Of(LongContext? longContext) => longContext is null
        ? null
        : new() { Over = longContext.Over, InputPermille = longContext.InputPermille, OutputPermille = longContext.OutputPermille };
}
