using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary>What ends with a user who is deactivated, and with an administrator who is none any more. The caller saves it.</summary>
internal sealed class Deactivation(WeirDbContext db, SignIns signIns, TimeProvider time)
{
    public async Task MarkAsync(User user, CancellationToken cancellationToken)
    {
        user.IsActive = false;
        await signIns.MarkEndedAsync(user.Id, except: null, cancellationToken);
        await db.Invites.Where(invite => invite.CreatedBy == user.Id || invite.ResetsUserId == user.Id).MarkRevokedAsync(time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Links that were made as an administrator.</summary>
    public Task MarkDemotedAsync(User user, CancellationToken cancellationToken) =>
        db.Invites.Where(invite => invite.CreatedBy == user.Id).MarkRevokedAsync(time.GetUtcNow(), cancellationToken);
}
