using Weir.Budgets;

namespace Weir.Usage;

/// <summary>What I used, against my limits.</summary>
/// <param name="Zone">The time zone in which days begin.</param>
/// <param name="Today">Since midnight.</param>
/// <param name="Month">Since the month began.</param>
/// <param name="Budgets">Those that my requests count in, each with what its window holds, what is left and when the next begins.</param>
/// <param name="ByDayAndModel">Of the last 30 days, those on which something was used; oldest first.</param>
internal sealed record SummaryAnswer(
    string Zone, UsageFigures Today, UsageFigures Month, IReadOnlyList<BudgetAnswer> Budgets, IReadOnlyList<DayModelUsage> ByDayAndModel);
