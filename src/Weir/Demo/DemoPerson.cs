using Weir.Storage.Accounts;
using Weir.Storage.Ledger;

namespace Weir.Demo;

/// <summary>A person of the demonstration data, and how they live.</summary>
internal sealed class DemoPerson
{
    public required User User { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>How much they use, beside others.</summary>
    public required double Weight { get; init; }

    /// <summary>How much more they use at the end than at the beginning: 1 is as much.</summary>
    public required double Growth { get; init; }

    /// <summary>True for who works late and at weekends.</summary>
    public required bool IsOwl { get; init; }

    /// <summary>When they last used anything, if they don't any more.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>When a week off begins.</summary>
    public required DateTimeOffset Leave { get; init; }

    /// <summary>What they do, each as often as it stands there.</summary>
    public required IReadOnlyList<DemoActivity> Habits { get; init; }

    /// <summary>What they use their coding agent with; the first of their keys.</summary>
    public required ApiKey AgentKey { get; init; }

    /// <summary>What their programs use; null: they have none.</summary>
    public ApiKey? ScriptKey { get; init; }

    /// <summary>All that count what they use, whatever it is.</summary>
    public List<Budget> Budgets { get; } = [];

    public IEnumerable<ApiKey> Keys => ScriptKey is null ? [AgentKey] : [AgentKey, ScriptKey];
}
