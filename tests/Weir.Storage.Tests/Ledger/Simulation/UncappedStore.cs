using Weir.Accounting;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Tests.Ledger.Writing;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>A mutant: the condition is dropped from reserving, so that there is room for everything.</summary>
internal sealed class UncappedStore(ILedgerStore inner) : StoreDecorator(inner)
{
    public override BudgetTerms? FindBudget(BudgetId budget) => base.FindBudget(budget) is { } terms ? terms with { Cap = null } : null;

    public override WindowAccount? FindWindow(long id) => base.FindWindow(id) is { } window
        ? new(id, window.Budget with { Cap = null }, window.Span, window.Posted, window.Pending)
        : null;
}
