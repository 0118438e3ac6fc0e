using Weir.Accounting;
using Weir.Errors;
using Weir.Storage.Ledger;

namespace Weir.Budgets;

/// <summary>Which budgets are asked for.</summary>
internal sealed record BudgetSelection
{
    public const int UsualLimit = 100;

    /// <summary>A page is built in memory before it is sent.</summary>
    public const int MostLines = 1_000;

    public SubjectKind? Subject { get; init; }

    /// <summary>The user, API key or group.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The upstream's name.</summary>
    public string? Upstream { get; init; }

    /// <summary>False: without those that every user and key has by themselves and that have no cap.</summary>
    public bool WithUncapped { get; init; } = true;

    /// <summary>Only those that were made before the one of this id.</summary>
    public Guid? Before { get; init; }

    public int Limit { get; init; } = UsualLimit;

    /// <summary>Null: it can be asked for.</summary>
    public static ErrorResult? Parse(string? subject, int? limit, out SubjectKind? kind)
    {
        kind = null;
        if (limit is < 1 or > MostLines)
        {
            return ErrorResult.BadRequest($"\"limit\" must be a whole number from 1 to {MostLines}.");
        }

        if (subject is null)
        {
            return null;
        }

        if (!BudgetVocabulary.Subjects.TryRead(subject, out var known))
        {
            return ErrorResult.BadRequest($"\"subject\" must be {BudgetVocabulary.Subjects.Choices}.");
        }

        kind = known;
        return null;
    }

    /// <summary>But for the page.</summary>
    public IQueryable<Budget> Of(IQueryable<Budget> budgets)
    {
        var wanted = Subject is { } kind ? budgets.Where(budget => budget.SubjectKind == kind) : budgets;
        wanted = SubjectId is { } id ? wanted.Where(budget => budget.SubjectId == id) : wanted;
        wanted = Upstream is { } upstream ? wanted.Where(budget => budget.Upstream == upstream) : wanted;
        return WithUncapped ? wanted : wanted.Where(budget => !budget.IsOwn || budget.Cap != null);
    }
}
