using Weir.Accounting;

namespace Weir.Storage.Ledger;

/// <summary>A budget that every new user of a role gets a copy of. What is made of it later does not change the copies.</summary>
public sealed class BudgetTemplate
{
    public Guid Id { get; set; }

    /// <summary>True: for new administrators; false: for all other new users.</summary>
    public bool IsForAdministrators { get; set; }

    public string? Name { get; set; }

    public BudgetUnit Unit { get; set; }

    public WindowKind WindowKind { get; set; }

    public string TimeZone { get; set; } = "UTC";

    public long? Cap { get; set; }

    public ShortRoom WhenShort { get; set; }

    public List<string> Models { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public BudgetDraft ToDraft() => new(Name, Unit, WindowKind, TimeZone, Cap, WhenShort, Models);

    public Budget CopyFor(Guid user, DateTimeOffset now) => ToDraft().CopyFor(user, now);
}
