using Weir.Accounting;

namespace Weir.Storage.Ledger.Writing;

/// <summary>What a budget says of its windows, as the writer remembers it.</summary>
internal sealed record BudgetTerms(BudgetId Id, SubjectKind Subject, BudgetUnit Unit, WindowKind Window, string TimeZone, long? Cap, ShortRoom WhenShort);
