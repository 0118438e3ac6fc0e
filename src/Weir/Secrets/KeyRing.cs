using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Weir.Settings;

namespace Weir.Secrets;

/// <summary>The keys under which Weir keeps secrets in the database, as they lie at the start. A master key, if there is one, wraps them.</summary>
internal sealed class KeyRing
{
    /// <summary>The element around what is encrypted in a key; its attribute names who decrypts it.</summary>
    private static readonly XName EncryptedSecret = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");

    private KeyRing(int wrapped, int bare) => (Wrapped, Bare) = (wrapped, bare);

    /// <summary>How many keys the master key wraps.</summary>
    public int Wrapped { get; }

    /// <summary>How many lie in the open, readable by whoever reads their place.</summary>
    public int Bare { get; }

    /// <summary>Looks at the ring before anything uses it, so that a wrong master key is known at the start and not when the first secret is needed.</summary>
    /// <exception cref="SettingsException">The ring cannot be read, or the master key is missing or not the one that wraps it.</exception>
    public static async Task<KeyRing> ReadAsync(IKeyRingPlace place, MasterKey? master, CancellationToken cancellationToken)
    {
        var (wrapped, bare) = (0, 0);
        foreach (var (name, key) in await place.ReadAsync(cancellationToken))
        {
            if (FindWrapped(key) is not { } secret)
            {
                bare++;
                continue;
            }

            wrapped++;
            Try(secret, master, place, name);
        }

        return new(wrapped, bare);
    }

    private static XElement? FindWrapped(XElement key) => key.Descendants(EncryptedSecret)
        .FirstOrDefault(secret => ((string?)secret.Attribute("decryptorType"))?.StartsWith(typeof(MasterKeyDecryptor).FullName!, StringComparison.Ordinal) == true)?
        .Elements().FirstOrDefault();

    private static void Try(XElement secret, MasterKey? master, IKeyRingPlace place, string name)
    {
        if (master is null)
        {
            throw new SettingsException([$"WEIR_MASTER_KEY is missing: the key ring in {place.Name} is wrapped by one. Set it to the key that the ring was made with."]);
        }

        try
        {
            MasterKeyDecryptor.Decrypt(secret, master);
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException or XmlException)
        {
            throw new SettingsException(
            [
                $"WEIR_MASTER_KEY is not the key that wraps {name}: set it to the one that the key ring was made with. If that is lost, "
                + $"empty {place.Name} and enter the keys of upstreams again.",
            ]);
        }
    }
}
