using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Storage.Model;

namespace Weir.Authentication;

/// <summary>Whether a password was entered recently enough for what changes credentials or other people's accounts.</summary>
internal sealed class Confirmation(WeirDbContext db, TimeProvider time)
{
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
                Code = "confirm_password",
            };
    }
}
