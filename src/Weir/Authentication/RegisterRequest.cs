namespace Weir.Authentication;

/// <summary>The body of <c>POST /auth/register</c>.</summary>
internal sealed class RegisterRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Of an invite's link, where there is one.</summary>
    public string? Code { get; init; }
}
