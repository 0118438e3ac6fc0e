using System.Net;
using Weir.Errors;
using Weir.Invites;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Users;

namespace Weir.Authentication;

/// <summary>Who may register an account, and what the account then is.</summary>
internal sealed class Registration(AccountsSettings settings, Confirmation confirmation, UserCreation creation, Joining joining, NewcomerThrottle throttle)
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

    /// <summary>Makes the account, once <see cref="RefuseAsync"/> has let it pass.</summary>
    /// <param name="caller">Who asks; null: somebody who is not signed in.</param>
    /// <param name="address">Where they are.</param>
    /// <param name="wanted">Name, password, and the code of an invite where there is one.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public async Task<CreatedUser> RegisterAsync(Caller? caller, IPAddress? address, RegisterRequest wanted, CancellationToken cancellationToken)
    {
        var (username, password) = (wanted.Username ?? "", wanted.Password ?? "");
        if (!string.IsNullOrEmpty(wanted.Code))
        {
            return await joining.JoinAsync(wanted.Code, username, password, cancellationToken);
        }

        return IsAdministrator(caller)
            ? await creation.CreateAsync(new() { Username = username, Password = password }, cancellationToken)
            : await AddNewcomerAsync(address, username, password, cancellationToken);
    }

    /// <summary>Somebody at whom nobody has looked.</summary>
    private async Task<CreatedUser> AddNewcomerAsync(IPAddress? address, string username, string password, CancellationToken cancellationToken)
    {
        if (throttle.Begin(address) is { } wait)
        {
            return new(null, new(StatusCodes.Status429TooManyRequests, "Too many accounts were made from your network: wait before the next one.") { RetryAfter = wait });
        }

        var wanted = new NewUser { Username = username, Password = password, TokenLimitWithoutTemplate = settings.NewcomerTokens };
        var created = await creation.CreateAsync(wanted, cancellationToken);
        if (created.User is null)
        {
            throttle.TakeBack(address);
        }

        return created;
    }

    private static bool IsAdministrator(Caller? caller) => caller is { IsAdministrator: true } && caller.ManagesAccount();
}
