namespace Weir.Accounting;

/// <summary>What a <see cref="PriceRow"/> says of long prompts.</summary>
/// <param name="Over">Tokens of total input.</param>
/// <param name="Input">Multiplier of the input classes.</param>
/// <param name="Output">Multiplier of output.</param>
internal sealed record LongContextRow(long Over, decimal Input, decimal Output);
