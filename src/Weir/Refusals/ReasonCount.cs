namespace Weir.Refusals;

/// <summary>How often there was a reason.</summary>
/// <param name="Reason">As in <c>client_budget_exceeded</c>.</param>
/// <param name="Count">How often.</param>
internal sealed record ReasonCount(string Reason, long Count);
