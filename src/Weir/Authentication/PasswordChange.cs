using Microsoft.AspNetCore.Identity;
using Weir.Accounting;
using Weir.Errors;
using Weir.Invites;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Authentication;

/// <summary>Gives a user another password, and ends the sessions that the old one began and links to reset it.</summary>
internal sealed class PasswordChange(WeirDbContext db, UserManager<User> users, Passwords passwords, SignIns signIns, TimeProvider time)
{
    /// <param name="user">Tracked by this scope's context.</param>
    /// <param name="password">The new one.</param>
    /// <param name="except">The session that asks for it, which goes on.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>Null when done.</returns>
    public Task<ErrorResult?> ChangeAsync(User user, string password, SessionId? except, CancellationToken cancellationToken) =>
        ChangeAsync(user, password, except, link: null, cancellationToken);

    /// <summary>The same by a one-time link, which is used up with it.</summary>
    public Task<ErrorResult?> ChangeByLinkAsync(User user, string password, Guid link, CancellationToken cancellationToken) =>
        ChangeAsync(user, password, except: null, link, cancellationToken);

    private async Task<ErrorResult?> ChangeAsync(User user, string password, SessionId? except, Guid? link, CancellationToken cancellationToken)
    {
        if (PasswordRules.Broken(user.UserName, password) is { } broken)
        {
            return ErrorResult.BadRequest(broken);
        }

        if (await passwords.HashAsync(user, password, cancellationToken) is not { } hash)
        {
            return PasswordCheck.Busy;
        }

        return await db.InTurnAsync(
            async () =>
            {
                // All of the row is written: what others did to it since it was read must not be undone.
                await db.Entry(user).ReloadAsync(cancellationToken);
                if (user.ErasedAt is not null)
                {
                    return ErrorResult.NotFound("This account has been deleted.");
                }

                var now = time.GetUtcNow();
                if (link is { } id && !(user.IsActive && await db.Invites.MarkUsedAsync(id, user.Id, now, cancellationToken)))
                {
                    return Joining.Gone;
                }

                await db.Invites.Where(other => other.ResetsUserId == user.Id && other.Id != link).MarkRevokedAsync(now, cancellationToken);
                user.PasswordHash = hash;
                user.HasWeakBootstrapPassword = false;
                await signIns.MarkEndedAsync(user.Id, except, cancellationToken);
                var saved = await users.UpdateSecurityStampAsync(user);
                return saved.Succeeded ? null : ErrorResult.Conflict("The account was changed at the same time: try again.");
            },
            cancellationToken);
    }
}
