using Weir.Accounting;

namespace Weir.Storage.Ledger;

/// <summary>
/// A cap over a window, owned by a subject. Every user and every API key has one of kind total from its first moment, without a cap
/// unless a limit is set: so what was ever used is known when a limit comes later.
/// </summary>
public sealed class Budget
{
    /// <summary>More cannot apply to one attempt, its key's and its user's own two included: the ledger looks at each of them every time.</summary>
    public const int MostPerAttempt = 8;

    public Guid Id { get; set; }

    /// <summary>What people call it; null for the one that every user and key has.</summary>
    public string? Name { get; set; }

    public SubjectKind SubjectKind { get; set; }

    /// <summary>The user, group or API key; empty where everyone or an upstream is the subject.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>The upstream's name where one is the subject.</summary>
    public string? Upstream { get; set; }

    public BudgetUnit Unit { get; set; }

    public WindowKind WindowKind { get; set; }

    /// <summary>The IANA time zone in which days and months begin.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>In the budget's unit; null: count only.</summary>
    public long? Cap { get; set; }

    public ShortRoom WhenShort { get; set; }

    /// <summary>The models, or patterns of them, that it counts; empty: all.</summary>
    public List<string> Models { get; set; } = [];

    /// <summary>True for the one that its subject has from its first moment; it cannot be removed.</summary>
    public bool IsOwn { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The one that every subject has from its first moment.</summary>
    public static Budget TotalTokens(SubjectKind kind, Guid subject, long? cap, DateTimeOffset now) => new()
    {
        Id = BudgetId.New().Value,
        SubjectKind = kind,
        SubjectId = subject,
        Unit = BudgetUnit.Tokens,
        WindowKind = WindowKind.Total,
        Cap = cap,
        IsOwn = true,
        CreatedAt = now,
    };
}
