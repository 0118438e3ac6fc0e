namespace Weir.Health;

/// <summary>How Weir is.</summary>
/// <param name="Status"><c>ok</c>, <c>ready</c> or <c>unavailable</c>.</param>
/// <param name="Store"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Reasons">Why it is unavailable.</param>
internal sealed record HealthReport(string Status, string? Store = null, IReadOnlyList<string>? Reasons = null);
