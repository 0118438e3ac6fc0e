namespace Weir.Usage;

/// <summary>What was used of one model on one day.</summary>
/// <param name="Day">In the time zone that was asked for.</param>
/// <param name="Model">As the caller named it.</param>
/// <param name="Figures">Added up.</param>
internal sealed record DayModelUsage(DateOnly Day, string Model, UsageFigures Figures);
