using Microsoft.AspNetCore.Mvc;
using Weir.Errors;

namespace Weir.Budgets;

/// <summary>What <c>GET /admin/api/budgets</c> may be asked.</summary>
internal sealed class BudgetListQuery
{
    /// <summary><c>user</c>, <c>api_key</c>, <c>everyone</c>, <c>upstream</c> or <c>group</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Of the user, the API key or the group.</summary>
    [FromQuery(Name = "subject_id")]
    public Guid? SubjectId { get; init; }

    /// <summary>The upstream's name.</summary>
    public string? Upstream { get; init; }

    /// <summary>False leaves out those that every user and key has by themselves, while they have no cap.</summary>
    public bool? Uncapped { get; init; }

    /// <summary>How many at most.</summary>
    public int? Limit { get; init; }

    /// <summary>The id of the last one of the page before.</summary>
    public Guid? Before { get; init; }

    /// <summary>Null: it can be asked for.</summary>
    public ErrorResult? Read(out BudgetSelection selection)
    {
        var wrong = BudgetSelection.Parse(Subject, Limit, out var kind);
        selection = new()
        {
            Subject = kind,
            SubjectId = SubjectId,
            Upstream = Upstream,
            WithUncapped = Uncapped ?? true,
            Before = Before,
            Limit = Limit ?? BudgetSelection.UsualLimit,
        };
        return wrong;
    }
}
