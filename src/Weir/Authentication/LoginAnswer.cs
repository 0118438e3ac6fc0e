namespace Weir.Authentication;

/// <summary>The answer of <c>POST /auth/login</c>, <c>/auth/register</c> and <c>/auth/join</c>.</summary>
internal sealed record LoginAnswer(bool Success, PersonAnswer User);
