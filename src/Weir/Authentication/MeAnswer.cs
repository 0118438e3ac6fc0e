namespace Weir.Authentication;

/// <summary>The answer of <c>GET /auth/me</c>.</summary>
internal sealed record MeAnswer(PersonAnswer User);
