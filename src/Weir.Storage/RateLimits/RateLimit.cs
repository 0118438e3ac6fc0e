using Weir.Accounting;
using Weir.Proxy.Admission.Rates;

namespace Weir.Storage.RateLimits;

/// <summary>
/// How fast a user or an API key may ask. One without a subject is the template: it holds for everybody of the kind who has none of their own,
/// each for themselves.
/// </summary>
public sealed class RateLimit
{
    public Guid Id { get; set; }

    /// <summary><see cref="SubjectKind.User"/> or <see cref="SubjectKind.ApiKey"/>.</summary>
    public SubjectKind SubjectKind { get; set; }

    /// <summary>Empty for the template.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>Null: any number.</summary>
    public long? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    /// <summary>Exchanges at once.</summary>
    public long? Concurrent { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <param name="subject">Whom it holds for: its own subject, or somebody to whom the template applies.</param>
    public RateScope For(Guid subject) => new(SubjectKind, subject, RequestsPerMinute, TokensPerMinute, Concurrent);
}
