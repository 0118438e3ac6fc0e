using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>Tells the windows of a budget apart by the date that a calendar on the wall would show when they begin.</summary>
/// <param name="Budget">Whose window it is.</param>
/// <param name="FirstDay">Its first day in the budget's time zone; the first day of all for the one window of kind total.</param>
public readonly record struct PlainWindowKey(BudgetId Budget, DateOnly FirstDay);
