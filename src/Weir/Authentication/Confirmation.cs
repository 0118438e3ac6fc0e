using System.Net;
using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Sessions;
using Weir.Storage.Model;

namespace Weir.Authentication;

/// <summary>Whether a password was entered recently enough for what changes credentials or other people's accounts.</summary>
internal sealed class Confirmation(WeirDbContext db, PasswordCheck check, SignIns signIns, TimeProvider time)
{
    /// <summary>What the refusal is called, for programs.</summary>
    public const string Code = "confirm_password";

    public static readonly ErrorResult WrongPassword = new(StatusCodes.Status403Forbidden, "The password is wrong.") { Code = "wrong_password" };

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Null when it was, or when the caller is an API key with admin scope, which is made for scripts and has no password.</summary>
    public async ValueTask<ErrorResult?> CheckAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Session is not { } session)
        {
            return null;
        }

        var confirmedAt = await db.Sessions.AsNoTracking()
            .Where(row => row.Id == session.Value)
            .Select(row => (DateTimeOffset?)row.AuthenticatedAt)
            .SingleOrDefaultAsync(cancellationToken);
        return time.GetUtcNow() - confirmedAt < Lifetime
            ? null
            : new(StatusCodes.Status403Forbidden, "Enter your password again (POST /auth/confirm) to do this: the last time was more than 15 minutes ago.")
            {
                Code = Code,
            };
    }

    /// <summary>Takes the password of the session's user again.</summary>
    /// <returns>Null when it was right.</returns>
    public async Task<ErrorResult?> ConfirmAsync(Caller caller, string? password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (caller.Session is not { } session)
        {
            return ErrorResult.BadRequest("An API key has no password to confirm: it may do this without.");
        }

        if (password is not { Length: > 0 })
        {
            return ErrorResult.BadRequest("\"password\" is needed.");
        }

        var (user, refusal) = await check.CheckAsync(caller.Username, password, address, cancellationToken);
        if (user is null)
        {
            return refusal ?? WrongPassword;
        }

        await signIns.ConfirmAsync(session, cancellationToken);
        return null;
    }
}
