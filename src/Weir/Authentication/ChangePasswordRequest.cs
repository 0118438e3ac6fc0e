namespace Weir.Authentication;

/// <summary>The body of <c>POST /auth/password</c>.</summary>
internal sealed class ChangePasswordRequest
{
    public string? Current { get; init; }

    public string? New { get; init; }
}
