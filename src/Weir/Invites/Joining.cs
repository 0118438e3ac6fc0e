using Weir.Errors;
using Weir.Users;

namespace Weir.Invites;

/// <summary>Makes the account that an invite promises.</summary>
internal sealed class Joining(InviteQueries invites, UserCreation creation)
{
    /// <summary>One sentence for all, so that guessing codes tells nothing.</summary>
    public static ErrorResult Gone => ErrorResult.NotFound("This link no longer works: it was used or revoked, or has expired. Ask for a new one.");

    public async Task<CreatedUser> JoinAsync(string? code, string username, string password, CancellationToken cancellationToken)
    {
        // Looked at before the password is hashed, which is slow, and once more when the account is made.
        if (await invites.FindToJoinAsync(code, cancellationToken) is not { } invite)
        {
            return new(null, Gone);
        }

        var wanted = new NewUser
        {
            Username = username,
            Password = password,
            IsAdministrator = invite.IsAdministrator,
            TokenLimit = invite.TokenLimit,
            GroupId = invite.GroupId,
            Models = invite.Models,
            Budgets = invite.Budgets,
            Invite = invite.Id,
        };
        return await creation.CreateAsync(wanted, cancellationToken);
    }
}
