namespace Weir.Accounting;

/// <summary>How long a budget's cap holds before a new window begins. The numbers are stored.</summary>
public enum WindowKind
{
    /// <summary>One window without end.</summary>
    Total = 0,

    /// <summary>From midnight to midnight in the budget's time zone.</summary>
    Day = 1,

    /// <summary>From the first midnight of a month to that of the next, in the budget's time zone.</summary>
    Month = 2,
}
