using Weir.Accounting;
using Weir.Storage.RateLimits;

namespace Weir.RateLimits;

/// <summary>How fast somebody may ask. What is null is not limited.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Subject"><c>user</c> or <c>api_key</c>.</param>
/// <param name="SubjectId">Whose; null for the template, which holds for all who have none of their own.</param>
/// <param name="RequestsPerMinute">Over all replicas together, as are the others.</param>
/// <param name="TokensPerMinute">Of all classes.</param>
/// <param name="Concurrent">Requests at once.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record RateLimitAnswer(
    Guid Id,
    string Subject,
    Guid? SubjectId,
    long? RequestsPerMinute,
    long? TokensPerMinute,
    long? Concurrent,
    DateTimeOffset CreatedAt)
{
    /// <summary>What the subject is called; of a key with its user. Null for a template.</summary>
    public string? SubjectName { get; init; }

    public static RateLimitAnswer Of(RateLimit limit) => new(
        limit.Id,
        BudgetWords.Of(limit.SubjectKind),
        limit.SubjectId == Guid.Empty ? null : limit.SubjectId,
        limit.RequestsPerMinute,
        limit.TokensPerMinute,
        limit.Concurrent,
        limit.CreatedAt);
}
