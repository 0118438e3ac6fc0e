using Weir.Accounting;

namespace Weir.Bench.Ledger;

/// <summary>Whose budgets a pair is about: a user's, which has a cap, and a key's, which hasn't.</summary>
internal sealed record BenchAccount(UserId User, BudgetId UserBudget, BudgetId KeyBudget);
