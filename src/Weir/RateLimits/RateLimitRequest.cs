namespace Weir.RateLimits;

/// <summary>The body of <c>POST</c> and <c>PUT</c> at <c>/admin/api/rate-limits</c>; the latter leaves the subject out.</summary>
internal sealed class RateLimitRequest
{
    /// <summary><c>user</c> or <c>api_key</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Of the user or the API key; null: the template, for everybody of the kind who has none of their own, each for themselves.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Requests within any minute; null: any number.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Tokens of all classes within any minute; null: any number.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests at once; null: any number.</summary>
    public long? Concurrent { get; init; }
}
