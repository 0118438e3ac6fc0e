namespace Weir.Requests;

/// <summary>A budget window that an attempt counts in.</summary>
/// <param name="BudgetId">The budget.</param>
/// <param name="Name">What people call it; null for the one that every user and key has.</param>
/// <param name="Subject">Whose it is: <c>user</c>, <c>api_key</c>, <c>everyone</c>, <c>upstream</c> or <c>group</c>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Window"><c>total</c>, <c>day</c> or <c>month</c>.</param>
/// <param name="StartsAt">The window's first instant.</param>
/// <param name="EndsAt">The first instant of the next; null: without end.</param>
/// <param name="Counted">What the attempt adds to it, in its unit.</param>
public sealed record CountedBudget(Guid BudgetId, string? Name, string Subject, string Unit, string Window, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, long Counted);
