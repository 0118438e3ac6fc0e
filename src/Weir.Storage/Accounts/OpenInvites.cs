namespace Weir.Storage.Accounts;

/// <summary>The invites that can still be used.</summary>
public static class OpenInvites
{
    public static IQueryable<Invite> Open(this IQueryable<Invite> invites, DateTimeOffset now) =>
        invites.Where(invite => invite.UsedAt == null && invite.RevokedAt == null && invite.ExpiresAt > now);
}
