using Weir.Errors;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>Who may register an account.</summary>
internal sealed class RegistrationRule(AccountsSettings settings, Confirmation confirmation)
{
    /// <summary>Null when this caller may.</summary>
    public async ValueTask<ErrorResult?> CheckAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.CallerOrNull is { IsAdministrator: true } administrator && administrator.ManagesAccount())
        {
            return await confirmation.CheckAsync(administrator, cancellationToken);
        }

        return settings.Registration == RegistrationMode.Open
            ? null
            : ErrorResult.Forbidden("Registration is closed: ask an administrator for an account.");
    }
}
