using System.Net;
using Weir.Errors;
using Weir.Proxy.Identity;

namespace Weir.Authentication;

/// <summary>Changes one's own password, for who knows the current one.</summary>
internal sealed class OwnPassword(PasswordCheck check, PasswordChange change)
{
    /// <returns>Null when done.</returns>
    public async Task<ErrorResult?> ChangeAsync(Caller caller, string? current, string? wanted, IPAddress? address, CancellationToken cancellationToken)
    {
        if (current is not { Length: > 0 } || wanted is not { Length: > 0 })
        {
            return ErrorResult.BadRequest("\"current\" and \"new\" are needed.");
        }

        var (user, refusal) = await check.CheckAsync(caller.Username, current, address, cancellationToken);
        return user is null
            ? refusal ?? Confirmation.WrongPassword
            : await change.ChangeAsync(user, wanted, caller.Session, cancellationToken);
    }
}
