using System.Net;
using Microsoft.AspNetCore.Identity;
using Weir.Errors;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>Checks a name and a password, throttled. Unknown names take as long and look the same as wrong passwords.</summary>
internal sealed class PasswordCheck(UserManager<User> users, Passwords passwords, SignInThrottle throttle)
{
    public static ErrorResult Busy => new(StatusCodes.Status503ServiceUnavailable, "Too many passwords are being checked: try again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public async Task<CheckedPassword> CheckAsync(string username, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (throttle.Begin(username, address) is { } wait)
        {
            return new(null, new(StatusCodes.Status429TooManyRequests, "Too many failed attempts: wait before the next one.") { RetryAfter = wait });
        }

        var user = await users.FindByNameAsync(username);
        switch (await passwords.VerifyAsync(user, password, cancellationToken))
        {
            case PasswordVerdict.Busy:
                throttle.TakeBack(username, address);
                return new(null, Busy);
            case PasswordVerdict.Wrong:
                return default;
            case PasswordVerdict.RightButOutdated:
                await RenewAsync(user!, password, cancellationToken);
                break;
        }

        throttle.Succeeded(username, address);
        return new(user, null);
    }

    /// <summary>The only moment at which the password is known. When the line is full the next sign-in does it.</summary>
    private async Task RenewAsync(User user, string password, CancellationToken cancellationToken)
    {
        if (await passwords.HashAsync(user, password, cancellationToken) is { } hash)
        {
            user.PasswordHash = hash;
            await users.UpdateAsync(user);
        }
    }
}
