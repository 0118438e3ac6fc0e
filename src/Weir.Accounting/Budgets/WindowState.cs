namespace Weir.Accounting;

/// <summary>What one budget window holds at the moment of an admission, in the budget's unit.</summary>
/// <param name="Cap">The cap, or null where the budget only counts.</param>
/// <param name="Posted">What ended attempts used.</param>
/// <param name="Pending">What open reservations set aside.</param>
/// <param name="WhenShort">What to do when not all that was asked for fits.</param>
/// <param name="Unit">What the three amounts count.</param>
public readonly record struct WindowState(long? Cap, long Posted, long Pending, ShortRoom WhenShort, BudgetUnit Unit = BudgetUnit.Tokens);
