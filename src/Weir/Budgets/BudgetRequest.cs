namespace Weir.Budgets;

/// <summary>The body of <c>POST /admin/api/budgets</c>.</summary>
internal sealed class BudgetRequest : TermsRequest
{
    /// <summary><c>user</c>, <c>api_key</c>, <c>everyone</c>, <c>upstream</c> or <c>group</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Of the user, the API key or the group.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The upstream's name, where one is the subject.</summary>
    public string? Upstream { get; init; }
}
