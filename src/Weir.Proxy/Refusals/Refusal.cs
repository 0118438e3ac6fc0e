namespace Weir.Proxy.Refusals;

/// <summary>
/// Weir's own "no" to a request: public text only. One edge turns it into HTTP, in the shape of the path that was called.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Reason">Why, and who is to blame.</param>
/// <param name="Message">One sentence for the caller: never an upstream's address, a key or an exception's text.</param>
public sealed record Refusal(int Status, RefusalReason Reason, string Message)
{
    /// <summary>After how many seconds a retry may pass; null: do not say.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What SDKs are told by <c>x-should-retry</c>; null: do not say.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>The dialect's own code for it, where SDKs know one and mend it by themselves; null: do not say.</summary>
    public string? Code { get; init; }

    /// <summary>Set when a budget was short.</summary>
    public BudgetFigures? Figures { get; init; }

    /// <summary>Set when a limit of a rate was reached.</summary>
    public RateFigures? Rate { get; init; }

    /// <summary>True when there are figures to tell beside the sentence.</summary>
    public bool HasFigures => Figures is not null || Rate is not null;
}
