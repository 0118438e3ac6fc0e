using Microsoft.AspNetCore.Identity;
using Weir.Accounting;
using Weir.Errors;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Authentication;

/// <summary>Gives a user another password, and ends the sessions that the old one began.</summary>
internal sealed class PasswordChange(WeirDbContext db, UserManager<User> users, Passwords passwords, SignIns signIns)
{
    /// <param name="user">Tracked by this scope's context.</param>
    /// <param name="password">The new one.</param>
    /// <param name="except">The session that asks for it, which goes on.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>Null when done.</returns>
    public async Task<ErrorResult?> ChangeAsync(User user, string password, SessionId? except, CancellationToken cancellationToken)
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
                user.PasswordHash = hash;
                user.HasWeakBootstrapPassword = false;
                await signIns.MarkEndedAsync(user.Id, except, cancellationToken);
                var saved = await users.UpdateSecurityStampAsync(user);
                return saved.Succeeded ? null : ErrorResult.Conflict("The account was changed at the same time: try again.");
            },
            cancellationToken);
    }
}
