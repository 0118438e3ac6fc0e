namespace Weir.Authentication;

/// <summary>The body of <c>POST /auth/confirm</c>.</summary>
internal sealed class ConfirmRequest
{
    public string? Password { get; init; }
}
