namespace Weir.Accounting;

/// <summary>
/// An upper bound of a request's input, in tokens, from what can be seen without a tokenizer: a token is at least one byte of text.
/// </summary>
public readonly record struct InputBound
{
    /// <summary>For what an upstream's prompt template adds.</summary>
    private const long Template = 1_024;

    /// <summary>For what an upstream's tool instructions add.</summary>
    private const long ToolTemplate = 1_000;

    public required long BodyBytes { get; init; }

    /// <summary>Bytes of base64 media within the body: they become images, not text.</summary>
    public long MediaBytes { get; init; }

    public int Images { get; init; }

    public bool HasTools { get; init; }

    /// <summary>A document that is not text may fill the whole window.</summary>
    public bool HasOpaqueDocuments { get; init; }

    /// <summary>Server tools, tool servers and the like, each of which may add input that the request does not bound.</summary>
    public int Surcharges { get; init; }

    public long Tokens(long tokensPerImage, long tokensPerSurcharge, long contextWindow)
    {
        var text = BodyBytes - MediaBytes + (Images * tokensPerImage) + Template + (HasTools ? ToolTemplate : 0);
        return (HasOpaqueDocuments ? contextWindow : Math.Min(text, contextWindow)) + (Surcharges * tokensPerSurcharge);
    }
}
