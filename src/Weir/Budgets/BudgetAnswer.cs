using Weir.Accounting;
using Weir.Storage.Ledger;

namespace Weir.Budgets;

/// <summary>A budget and its current window.</summary>
public sealed record BudgetAnswer
{
    public required Guid Id { get; init; }

    public required string? Name { get; init; }

    /// <summary><c>user</c>, <c>api_key</c>, <c>everyone</c>, <c>upstream</c> or <c>group</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Of the user, the API key or the group; null where there is none.</summary>
    public required Guid? SubjectId { get; init; }

    /// <summary>What the subject is called; of a key with its user. Null for everyone.</summary>
    public string? SubjectName { get; init; }

    /// <summary>The upstream's name, where one is the subject.</summary>
    public required string? Upstream { get; init; }

    /// <summary>What cap and window count: <c>tokens</c>, <c>input_tokens</c>, <c>output_tokens</c>, <c>nano_dollars</c> or <c>requests</c>.</summary>
    public required string Unit { get; init; }

    /// <summary><c>total</c>, <c>day</c> or <c>month</c>.</summary>
    public required string Window { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>Null: count only.</summary>
    public required long? Cap { get; init; }

    /// <summary><c>lower</c> or <c>refuse</c>.</summary>
    public required string WhenShort { get; init; }

    /// <summary>The models, or beginnings of names with a star, that it counts; empty: all.</summary>
    public required List<string> Models { get; init; }

    /// <summary>True for the one that every user and every key has: it cannot be deleted.</summary>
    public required bool IsOwn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required WindowAnswer Current { get; init; }

    /// <summary>What can still be set aside; null without a cap.</summary>
    public required long? Left { get; init; }

    public static BudgetAnswer Of(Budget budget, WindowAnswer current) => new()
    {
        Id = budget.Id,
        Name = budget.Name,
        Subject = BudgetWords.Of(budget.SubjectKind),
        SubjectId = budget.SubjectId == Guid.Empty ? null : budget.SubjectId,
        Upstream = budget.Upstream,
        Unit = BudgetWords.Of(budget.Unit),
        Window = BudgetWords.Of(budget.WindowKind),
        TimeZone = budget.TimeZone,
        Cap = budget.Cap,
        WhenShort = BudgetWords.Of(budget.WhenShort),
        Models = budget.Models,
        IsOwn = budget.IsOwn,
        CreatedAt = budget.CreatedAt,
        Current = current,
        Left = budget.Cap is { } cap ? Math.Max(0, cap - current.Posted - current.Pending) : null,
    };
}
