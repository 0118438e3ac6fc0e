using Microsoft.EntityFrameworkCore;

namespace Weir.Storage.Accounts;

/// <summary>The invites that can still be used.</summary>
public static class OpenInvites
{
    public static IQueryable<Invite> Open(this IQueryable<Invite> invites, DateTimeOffset now) =>
        invites.Where(invite => invite.UsedAt == null && invite.RevokedAt == null && invite.ExpiresAt > now);

    /// <summary>Marks one as used, if it is open; the caller saves it together with what it is used for.</summary>
    public static async Task<bool> MarkUsedAsync(this IQueryable<Invite> invites, Guid id, Guid user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await invites.Open(now).SingleOrDefaultAsync(invite => invite.Id == id, cancellationToken) is not { } invite)
        {
            return false;
        }

        (invite.UsedAt, invite.UsedBy) = (now, user);
        return true;
    }

    /// <summary>Marks those that are open as revoked; the caller saves them together with what they end for.</summary>
    public static async Task MarkRevokedAsync(this IQueryable<Invite> invites, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var invite in await invites.Open(now).ToListAsync(cancellationToken))
        {
            invite.RevokedAt = now;
        }
    }
}
