namespace Weir.Health;

/// <summary>How Weir is.</summary>
/// <param name="Status"><c>ok</c>, <c>ready</c> or <c>unavailable</c>.</param>
/// <param name="Reasons">Why it is unavailable.</param>
internal sealed record HealthReport(string Status, IReadOnlyList<string>? Reasons = null);
