using Weir.Accounting;

namespace Weir.Storage.Ledger;

/// <summary>What a budget says, before anybody has it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="WindowKind">For how long.</param>
/// <param name="TimeZone">The IANA time zone in which days and months begin.</param>
/// <param name="Cap">In the unit; null: count only.</param>
/// <param name="WhenShort">What happens to a request for which the room is short.</param>
/// <param name="Models">The models, or patterns of them, that it counts; empty: all.</param>
public sealed record BudgetDraft(string? Name, BudgetUnit Unit, WindowKind WindowKind, string TimeZone, long? Cap, ShortRoom WhenShort, List<string> Models)
{
    public Budget CopyFor(Guid user, DateTimeOffset now) => new()
    {
        Id = BudgetId.New().Value,
        Name = Name,
        SubjectKind = SubjectKind.User,
        SubjectId = user,
        Unit = Unit,
        WindowKind = WindowKind,
        TimeZone = TimeZone,
        Cap = Cap,
        WhenShort = WhenShort,
        Models = [.. Models],
        CreatedAt = now,
    };
}
