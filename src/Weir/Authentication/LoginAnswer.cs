namespace Weir.Authentication;

/// <summary>The answer of <c>POST /auth/login</c> and <c>POST /auth/register</c>.</summary>
internal sealed record LoginAnswer(bool Success, PersonAnswer User);
