using System.Diagnostics;
using Weir.Accounting;

namespace Weir.TestKit.Ledgers;

/// <summary>A budget of a <see cref="PlainLedger"/>.</summary>
public sealed class PlainBudget
{
    public BudgetId Id { get; init; } = BudgetId.New();

    public BudgetUnit Unit { get; init; }

    public WindowKind Kind { get; init; }

    /// <summary>Where its days and months begin.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>True when it takes all that is asked for or nothing.</summary>
    public bool Refuses { get; init; }

    /// <summary>In its unit; null: count only. It may change at any time.</summary>
    public long? Cap { get; set; }

    /// <summary>
    /// The window that an instant lies in. Clocks that are set back over midnight show a date twice: schedules that must agree with a
    /// store to the instant keep away from those hours.
    /// </summary>
    public PlainWindowKey WindowAt(DateTimeOffset instant)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
        return new(Id, Kind switch
        {
            WindowKind.Total => DateOnly.MinValue,
            WindowKind.Day => today,
            WindowKind.Month => new DateOnly(today.Year, today.Month, 1),
            _ => throw new UnreachableException($"There is no window {Kind}."),
        });
    }
}
