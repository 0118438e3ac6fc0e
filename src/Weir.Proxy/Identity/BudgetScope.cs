using System.Collections.Immutable;
using Weir.Accounting;

namespace Weir.Proxy.Identity;

/// <summary>A budget that attempts of a caller may belong to, and which of them do.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Upstream">The name of the upstream whose attempts it counts; null: any.</param>
/// <param name="Models">The models, or patterns of them, that it counts; empty: all.</param>
public readonly record struct BudgetScope(BudgetId Budget, string? Upstream, ImmutableArray<string> Models)
{
    /// <summary>A model counts under the name that callers use and under its upstream's: a route's alias must not lead around a budget.</summary>
    internal bool Covers(string model, string nameThere, IReadOnlyList<string> further)
    {
        foreach (var pattern in Models)
        {
            if (ModelPattern.Fits(pattern, model) || ModelPattern.Fits(pattern, nameThere))
            {
                return true;
            }

            // What the upstream may take instead counts too: a request must not reach a budget's model beside the budget.
            for (var i = 0; i < further.Count; i++)
            {
                if (ModelPattern.Fits(pattern, further[i]))
                {
                    return true;
                }
            }
        }

        return Models.IsEmpty;
    }
}
