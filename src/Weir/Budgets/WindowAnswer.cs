namespace Weir.Budgets;

/// <summary>The window that a budget is in.</summary>
/// <param name="Posted">What ended attempts used, in the budget's unit.</param>
/// <param name="Pending">What open reservations set aside.</param>
/// <param name="StartsAt">Its first instant.</param>
/// <param name="ResetsAt">The first instant of the next one; null: without end.</param>
public sealed record WindowAnswer(long Posted, long Pending, DateTimeOffset StartsAt, DateTimeOffset? ResetsAt);
