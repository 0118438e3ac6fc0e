namespace Weir.Accounting;

/// <summary>How long a budget's cap holds before a new window begins. The numbers are stored.</summary>
public enum WindowKind
{
    /// <summary>One window without end.</summary>
    Total = 0,
}
