namespace Weir.Invites;

/// <summary>The body of <c>POST /auth/join</c>.</summary>
internal sealed class JoinRequest
{
    /// <summary>Of the invite's link.</summary>
    public string? Code { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }
}
