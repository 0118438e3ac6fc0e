using Microsoft.EntityFrameworkCore;
using Weir.Authentication;
using Weir.Errors;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Invites;

/// <summary>Gives a user another password by a one-time link.</summary>
internal sealed class PasswordResets(WeirDbContext db, InviteQueries invites, PasswordChange change)
{
    /// <summary>Whose password an open link resets; null: the link no longer works.</summary>
    public async Task<User?> FindUserAsync(string? code, CancellationToken cancellationToken) =>
        await invites.FindToResetAsync(code, cancellationToken) is { } link ? await FindUserAsync(link, cancellationToken) : null;

    /// <summary>Null: done.</summary>
    public async Task<ErrorResult?> UseAsync(string? code, string password, CancellationToken cancellationToken) =>
        await invites.FindToResetAsync(code, cancellationToken) is { } link && await FindUserAsync(link, cancellationToken) is { } user
            ? await change.ChangeByLinkAsync(user, password, link.Id, cancellationToken)
            : Joining.Gone;

    private Task<User?> FindUserAsync(Invite link, CancellationToken cancellationToken) =>
        db.Users.SingleOrDefaultAsync(row => row.Id == link.ResetsUserId && row.IsActive, cancellationToken);
}
