namespace Weir.Budgets;

/// <summary>The body of <c>POST /admin/api/budgets/templates</c>.</summary>
internal sealed class TemplateRequest : TermsRequest
{
    /// <summary>Who gets a copy: new users who are <c>user</c> or <c>admin</c>.</summary>
    public string? Role { get; init; }
}
