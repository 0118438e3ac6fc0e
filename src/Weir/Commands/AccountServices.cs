using Weir.Authentication;
using Weir.Databases;
using Weir.Settings;

namespace Weir.Commands;

/// <summary>What commands about accounts work with: the store, without a server around it.</summary>
internal static class AccountServices
{
    /// <exception cref="SettingsException">There is no database to work with.</exception>
    public static Task<ServiceProvider> OpenAsync(WeirSettings settings, CancellationToken cancellationToken) =>
        ExistingStorage.OpenAsync(settings, cancellationToken, services => services.AddWeirAccounts(settings.Accounts));
}
