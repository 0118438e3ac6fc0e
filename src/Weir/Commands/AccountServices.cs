using Weir.Authentication;
using Weir.Settings;
using Weir.Storage.Sqlite;

namespace Weir.Commands;

/// <summary>What commands about accounts work with: the store, without a server around it.</summary>
internal static class AccountServices
{
    /// <exception cref="SettingsException">There is no database yet.</exception>
    public static ServiceProvider Build(WeirSettings settings)
    {
        if (!File.Exists(settings.DatabasePath))
        {
            throw new SettingsException([$"There is no database at {settings.DatabasePath}: start Weir once, or say with --data where it is."]);
        }

        return new ServiceCollection()
            .AddLogging()
            .AddSqliteStorage(settings.DatabasePath)
            .AddWeirAccounts(settings.Accounts)
            .BuildServiceProvider();
    }
}
