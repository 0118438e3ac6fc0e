namespace Weir.Accounting;

/// <summary>The one place that says how many tokens an attempt used when its upstream did not.</summary>
public static class Estimator
{
    private const long CharactersPerToken = 4;

    /// <summary>What a complete text has, where the upstream told no count.</summary>
    public static long Tokens(long characters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(characters);
        return (characters + CharactersPerToken - 1) / CharactersPerToken;
    }

    /// <summary>
    /// Output of an answer that broke off. A token is at least one byte, so the bytes seen bound what was seen; where output may be
    /// hidden (thinking that is not shown, an answer that comes whole or not at all) the time bounds what was made.
    /// </summary>
    /// <param name="granted">The output cap that was sent, in tokens: no upstream makes more.</param>
    /// <param name="bytesSeen">Bytes of output that arrived.</param>
    /// <param name="open">From sending to the end.</param>
    /// <param name="tokensPerSecond">A rate above what the model reaches.</param>
    /// <param name="mayBeHidden">True when output may have been made that was not seen.</param>
    public static long Output(long granted, long bytesSeen, TimeSpan open, long tokensPerSecond, bool mayBeHidden)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(granted);
        ArgumentOutOfRangeException.ThrowIfNegative(bytesSeen);

        var byTime = mayBeHidden || bytesSeen == 0 ? (long)Math.Ceiling(open.TotalSeconds * tokensPerSecond) : 0;
        return Math.Min(granted, Math.Max(bytesSeen, byTime));
    }
}
