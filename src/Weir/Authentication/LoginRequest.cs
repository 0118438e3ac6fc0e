namespace Weir.Authentication;

/// <summary>The body of <c>POST /auth/login</c>.</summary>
internal sealed class LoginRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }
}
