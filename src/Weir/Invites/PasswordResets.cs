using Microsoft.EntityFrameworkCore;
using Weir.Authentication;
using Weir.Errors;
using Weir.Storage.Model;

namespace Weir.Invites;

/// <summary>Gives a user another password by a one-time link.</summary>
internal sealed class PasswordResets(WeirDbContext db, InviteQueries invites, PasswordChange change)
{
    /// <summary>Null: done.</summary>
    public async Task<ErrorResult?> UseAsync(string? code, string password, CancellationToken cancellationToken)
    {
        if (await invites.FindToResetAsync(code, cancellationToken) is not { } link
            || await db.Users.SingleOrDefaultAsync(row => row.Id == link.ResetsUserId && row.IsActive, cancellationToken) is not { } user)
        {
            return Joining.Gone;
        }

        return await change.ChangeByLinkAsync(user, password, link.Id, cancellationToken);
    }
}
