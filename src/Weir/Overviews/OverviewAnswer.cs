using Weir.Usage;

namespace Weir.Overviews;

/// <summary>How the place is doing.</summary>
/// <param name="Range">As it was asked for.</param>
/// <param name="Zone">The time zone in which days begin.</param>
/// <param name="From">The first instant of the range.</param>
/// <param name="To">Its end: now.</param>
/// <param name="Total">Of the whole range.</param>
/// <param name="Refusals">How often Weir said no within it.</param>
/// <param name="Now">At this moment.</param>
/// <param name="Step"><c>hour</c> or <c>day</c>.</param>
/// <param name="Series">Each step, oldest first, also those in which nothing was used.</param>
/// <param name="TopUsers">Who used most, by what it cost and then by tokens.</param>
/// <param name="TopModels">Which models were used most.</param>
/// <param name="TopUpstreams">Which upstreams were used most.</param>
internal sealed record OverviewAnswer(
    string Range,
    string Zone,
    DateTimeOffset From,
    DateTimeOffset To,
    UsageFigures Total,
    long Refusals,
    NowFigures Now,
    string Step,
    IReadOnlyList<OverviewStep> Series,
    IReadOnlyList<UserFigures> TopUsers,
    IReadOnlyList<NamedFigures> TopModels,
    IReadOnlyList<NamedFigures> TopUpstreams);
