using Weir.Prices;

namespace Weir.Requests;

/// <summary>One attempt of an exchange.</summary>
public sealed record AttemptAnswer
{
    /// <summary>Its entry's id, by which it can be corrected.</summary>
    public required long Entry { get; init; }

    public required Guid AttemptId { get; init; }

    /// <summary><c>posted</c>, or <c>voided</c> when nothing was processed.</summary>
    public required string Kind { get; init; }

    public required string Upstream { get; init; }

    public required string Outcome { get; init; }

    /// <summary>The HTTP status of the upstream, or 0 when none came.</summary>
    public required int Status { get; init; }

    /// <summary>The upstream's own id of the request, for asking its support.</summary>
    public required string? UpstreamRequestId { get; init; }

    public required string Source { get; init; }

    public required bool IsStreamed { get; init; }

    public required AttemptTimes Timeline { get; init; }

    /// <summary>As it was settled.</summary>
    public required EntryCounts Settled { get; init; }

    /// <summary>As it is counted now, corrections included.</summary>
    public required EntryCounts Counted { get; init; }

    public required IReadOnlyList<AttemptCorrection> Corrections { get; init; }

    /// <summary>What was set aside when it ended, input and output together.</summary>
    public required long ReservedTokens { get; init; }

    /// <summary>Tokens used beyond that.</summary>
    public required long OverrunTokens { get; init; }

    /// <summary>The cap that Weir lowered the output to; null when it was not lowered.</summary>
    public required long? LoweredTo { get; init; }

    /// <summary>By which it was reckoned; null when there was none, or it is not known any more.</summary>
    public required PriceAnswer? Price { get; init; }

    /// <summary>True when the upstream named something that the price doesn't know, so that the dearest was taken.</summary>
    public required bool IsPriceUncertain { get; init; }

    public required IReadOnlyList<CountedBudget> Budgets { get; init; }
}
