using Weir.Errors;
using Weir.Invites;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Users;

namespace Weir.Authentication;

/// <summary>Who may register an account, and what the account then is.</summary>
internal sealed class Registration(AccountsSettings settings, Confirmation confirmation, UserCreation creation, Joining joining)
{
    /// <summary>Null when this caller may ask for it.</summary>
    public async ValueTask<ErrorResult?> RefuseAsync(Caller? caller, string? code, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(code))
        {
            return null;
        }

        if (IsAdministrator(caller))
        {
            return await confirmation.CheckAsync(caller!, cancellationToken);
        }

        return settings.Registration switch
        {
            RegistrationMode.Open => null,
            RegistrationMode.Invite => ErrorResult.Forbidden("An invite is needed: ask an administrator for a link, or send its \"code\"."),
            _ => ErrorResult.Forbidden("Registration is closed: ask an administrator for an account."),
        };
    }

    /// <summary>After <see cref="RefuseAsync"/> did not.</summary>
    public Task<CreatedUser> RegisterAsync(Caller? caller, string? code, string username, string password, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(code))
        {
            return joining.JoinAsync(code, username, password, cancellationToken);
        }

        var wanted = new NewUser
        {
            Username = username,
            Password = password,
            // Nobody looked at who this is.
            TokenLimitWithoutTemplate = IsAdministrator(caller) ? null : settings.NewcomerTokens,
        };
        return creation.CreateAsync(wanted, cancellationToken);
    }

    private static bool IsAdministrator(Caller? caller) => caller is { IsAdministrator: true } && caller.ManagesAccount();
}
