namespace Weir.Accounting;

/// <summary>What a budget counts. The numbers are stored.</summary>
public enum BudgetUnit
{
    /// <summary>Tokens of every class, cache reads too.</summary>
    Tokens = 0,
}
