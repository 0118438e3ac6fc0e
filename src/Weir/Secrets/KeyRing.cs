using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Weir.Hosting;
using Weir.Settings;

namespace Weir.Secrets;

/// <summary>
/// The keys under which Weir keeps secrets in the database: files in the data folder, which the database alone doesn't open. A master key,
/// if there is one, wraps them.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>The element around what is encrypted in a key's file; its attribute names who decrypts it.</summary>
    private static readonly XName EncryptedSecret = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");

    private KeyRing(int wrapped, int bare) => (Wrapped, Bare) = (wrapped, bare);

    /// <summary>How many keys the master key wraps.</summary>
    public int Wrapped { get; }

    /// <summary>How many lie in the open, readable by whoever reads the data folder.</summary>
    public int Bare { get; }

    /// <summary>Looks at the ring before anything uses it, so that a wrong master key is known at the start and not when the first secret is needed.</summary>
    /// <exception cref="SettingsException">The ring cannot be read, or the master key is missing or not the one that wraps it.</exception>
    public static KeyRing Open(WeirSettings settings)
    {
        try
        {
            return Read(settings);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"The key ring in {settings.KeyRingFolder} cannot be read ({failure.Message.TrimEnd('.')}): give this user access to the folder and its files."]);
        }
    }

    public static void Add(IServiceCollection services, WeirSettings settings)
    {
        services.AddHostedService<KeyRingStart>();
        services.AddDataProtection()
            // Fixed: by default it is the path of the program, and moving that would lose every secret.
            .SetApplicationName("Weir")
            .PersistKeysToFileSystem(new(settings.KeyRingFolder));
        services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = settings.MasterKey is { } key ? new MasterKeyEncryptor(key) : null);
    }

    private static KeyRing Read(WeirSettings settings)
    {
        DataFolder.MakeFolder(settings.KeyRingFolder);
        var (wrapped, bare) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(settings.KeyRingFolder, "key-*.xml"))
        {
            if (FindWrapped(file) is not { } secret)
            {
                bare++;
                continue;
            }

            wrapped++;
            Try(secret, settings, file);
        }

        return new(wrapped, bare);
    }

    private static XElement? FindWrapped(string file)
    {
        try
        {
            return XDocument.Load(file).Descendants(EncryptedSecret)
                .FirstOrDefault(secret => ((string?)secret.Attribute("decryptorType"))?.StartsWith(typeof(MasterKeyDecryptor).FullName!, StringComparison.Ordinal) == true)?
                .Elements().FirstOrDefault();
        }
        catch (XmlException broken)
        {
            throw new SettingsException([$"The key file {file} cannot be read ({broken.Message}): restore it from a backup. Without it, what it protects must be entered again."]);
        }
    }

    private static void Try(XElement secret, WeirSettings settings, string file)
    {
        if (settings.MasterKey is null)
        {
            throw new SettingsException([$"WEIR_MASTER_KEY is missing: the key ring in {settings.KeyRingFolder} is wrapped by one. Set it to the key that the ring was made with."]);
        }

        try
        {
            MasterKeyDecryptor.Decrypt(secret, settings.MasterKey);
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException or XmlException)
        {
            throw new SettingsException(
            [
                $"WEIR_MASTER_KEY is not the key that wraps {file}: set it to the one that the key ring was made with. If that is lost, "
                + $"remove the folder {settings.KeyRingFolder} and enter the keys of upstreams again.",
            ]);
        }
    }
}
