namespace Weir.Storage.Ledger;

/// <summary>The span <c>[StartsAt, EndsAt)</c> in which a budget's cap holds, and what it holds. Made on demand, never reset.</summary>
public sealed class BudgetWindow
{
    public long Id { get; set; }

    public Guid BudgetId { get; set; }

    public Budget? Budget { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    /// <summary>Null: without end.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>The sum of its ledger entries (invariant I5).</summary>
    public long Posted { get; set; }

    /// <summary>The sum of its open reservations.</summary>
    public long Pending { get; set; }
}
