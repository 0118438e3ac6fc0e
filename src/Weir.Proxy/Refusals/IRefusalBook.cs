namespace Weir.Proxy.Refusals;

/// <summary>Takes down what callers were refused, so that a page can say why. Safe for any number of callers at once.</summary>
public interface IRefusalBook
{
    /// <summary>How many came too fast to be taken down.</summary>
    long Lost { get; }

    /// <summary>Costs next to nothing, also thousands of times a second; it is durable soon after.</summary>
    void Note(RefusedExchange refused);
}
