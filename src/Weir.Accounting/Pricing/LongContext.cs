namespace Weir.Accounting;

/// <summary>What a long prompt makes of the price of all tokens of an attempt.</summary>
/// <param name="Over">Total input, in tokens: what is more than this is long.</param>
/// <param name="InputPermille">The multiplier of every input class.</param>
/// <param name="OutputPermille">The multiplier of output.</param>
public sealed record LongContext(long Over, int InputPermille, int OutputPermille)
{
    internal IEnumerable<string> Problems()
    {
        if (Over < 0)
        {
            yield return $"Long context begins over {Over} tokens. It must be 0 or more.";
        }

        // A price that falls with the prompt could make a bound cheaper than what it bounds.
        if (InputPermille < Multipliers.Standard || OutputPermille < Multipliers.Standard)
        {
            yield return $"Long context has multipliers of {InputPermille} and {OutputPermille} ‰. They must be 1000 or more.";
        }
    }
}
