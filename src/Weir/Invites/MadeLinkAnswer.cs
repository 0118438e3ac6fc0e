namespace Weir.Invites;

/// <summary>A new one-time link, the only time it is shown.</summary>
/// <param name="Id">By which it can be revoked.</param>
/// <param name="Link">The whole address.</param>
/// <param name="Code">What the link carries, for <c>POST /auth/join</c>, <c>/auth/register</c> or <c>/auth/reset</c>.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record MadeLinkAnswer(Guid Id, string Link, string Code, DateTimeOffset ExpiresAt);
