namespace Weir.Accounting;

/// <summary>What a budget counts. The numbers are stored.</summary>
public enum BudgetUnit
{
    /// <summary>Tokens of every class, cache reads too.</summary>
    Tokens = 0,

    /// <summary>Tokens of every input class, cache reads too.</summary>
    InputTokens = 1,

    OutputTokens = 2,

    /// <summary>Money: thousand-millionths of a dollar.</summary>
    NanoDollars = 3,

    /// <summary>Attempts that were posted; a voided one counts nothing.</summary>
    Requests = 4,
}
