using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weir.Accounting;
using Weir.Proxy.Exchanges;

namespace Weir.Proxy.Admission;

/// <summary>Which of a caller's budgets the current attempt belongs to.</summary>
internal static class ApplicableBudgets
{
    /// <summary>One array, as long as nothing is left out.</summary>
    public static ImmutableArray<BudgetId> Of(Exchange exchange)
    {
        var (scopes, target) = (exchange.Caller.Budgets, exchange.Target);
        var budgets = new BudgetId[scopes.Length];
        var count = 0;
        foreach (var scope in scopes)
        {
            if ((scope.Upstream is null || scope.Upstream == target.Upstream.Config.Name)
                && scope.Covers(exchange.Model, target.Name, exchange.Peek.FurtherModels))
            {
                budgets[count++] = scope.Budget;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(count == budgets.Length ? budgets : budgets[..count]);
    }
}
