namespace Weir.Storage.Accounts;

/// <summary>A sign-in, kept on the server. The cookie holds 256 random bits; only their hash is kept here.</summary>
public sealed class Session
{
    public Guid Id { get; set; }

    /// <summary>SHA-256 of the cookie's value.</summary>
    public required byte[] Hash { get; set; }

    public Guid UserId { get; set; }

    public User? User { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Written at most once a minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The end that no use can move.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>
    /// Set by logout, password change and deactivation. The row is kept for a day, so that the next request of somebody deactivated
    /// can be told why it is refused.
    /// </summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When a password or second factor was last entered.</summary>
    public DateTimeOffset AuthenticatedAt { get; set; }

    public string? UserAgent { get; set; }

    public string? Address { get; set; }
}
