using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Weir.Settings;

namespace Weir.Secrets;

/// <summary>Registers what protects secrets in the database.</summary>
internal static class KeyRingRegistration
{
    public static void AddKeyRing(this IServiceCollection services, WeirSettings settings)
    {
        services.AddHostedService<KeyRingStart>();
        // Fixed: by default it is the path of the program, and moving that would lose every secret.
        var protection = services.AddDataProtection().SetApplicationName("Weir");
        var options = services.AddOptions<KeyManagementOptions>()
            .Configure(options => options.XmlEncryptor = settings.MasterKey is { } key ? new MasterKeyEncryptor(key) : null);
        if (settings.Database is null)
        {
            protection.PersistKeysToFileSystem(new(settings.KeyRingFolder));
            services.AddSingleton<IKeyRingPlace, KeyRingFolder>();
        }
        else
        {
            services.AddSingleton<KeyRingTable>().AddSingleton<IKeyRingPlace>(provider => provider.GetRequiredService<KeyRingTable>());
            options.Configure<KeyRingTable>((options, table) => options.XmlRepository = table);
        }
    }
}
