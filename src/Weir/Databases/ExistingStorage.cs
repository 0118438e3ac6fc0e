using Microsoft.EntityFrameworkCore;
using Weir.Settings;
using Weir.Storage.Model;

namespace Weir.Databases;

/// <summary>What commands work with: the database that Weir serves with, without a server around it. They make none.</summary>
internal static class ExistingStorage
{
    /// <param name="settings">Which database.</param>
    /// <param name="cancellationToken">Ends the look at it.</param>
    /// <param name="more">Registers what else the command needs.</param>
    /// <exception cref="SettingsException">There is no database yet, it can't be reached, or it is an older version's.</exception>
    public static async Task<ServiceProvider> OpenAsync(WeirSettings settings, CancellationToken cancellationToken, Action<IServiceCollection>? more = null)
    {
        if (settings.Database is null && !File.Exists(settings.DatabasePath))
        {
            throw new SettingsException([$"There is no database at {settings.DatabasePath}: start Weir once, or say with --data where it is."]);
        }

        var services = new ServiceCollection().AddLogging().AddStorage(settings);
        more?.Invoke(services);
        var provider = services.BuildServiceProvider();
        try
        {
            await CheckAsync(provider, settings, cancellationToken);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    private static async Task CheckAsync(ServiceProvider provider, WeirSettings settings, CancellationToken cancellationToken)
    {
        await using var db = await provider.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(cancellationToken);
        var applied = await DatabaseTrouble.ExplainedAsync(settings, async () =>
        {
            // SQLite: by an ordinary connection. EF's own look at a file goes by one that may only read, which can't be made write-ahead.
            await db.Database.OpenConnectionAsync(cancellationToken);
            return (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        });
        if (db.Database.GetMigrations().Except(applied).Any())
        {
            throw new SettingsException(
            [
                applied.Count > 0
                    ? $"The database {settings.DatabaseName} is an older version's: start this version of Weir once, which brings it up to date."
                    : $"Weir was never started with the database {settings.DatabaseName}: start it once, or set {(settings.Database is null ? "WEIR_DATA" : "DATABASE_URL")} to where its data is.",
            ]);
        }
    }
}
