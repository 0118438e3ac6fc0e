namespace Weir.Invites;

/// <summary>The body of <c>POST /auth/reset</c>.</summary>
internal sealed class ResetRequest
{
    /// <summary>Of the one-time link.</summary>
    public string? Code { get; init; }

    /// <summary>The new one.</summary>
    public string? Password { get; init; }
}
