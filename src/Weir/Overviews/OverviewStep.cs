using Weir.Usage;

namespace Weir.Overviews;

/// <summary>What was used within one step of a series.</summary>
/// <param name="StartsAt">Its first instant.</param>
/// <param name="Figures">Added up.</param>
internal sealed record OverviewStep(DateTimeOffset StartsAt, UsageFigures Figures);
