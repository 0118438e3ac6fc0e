using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Weir.Settings;

namespace Weir.Secrets;

/// <summary>
/// Unwraps keys of the ring as they are read. Data Protection makes it by the name in the file, which therefore stays: renaming this type
/// would lose every ring.
/// </summary>
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => Decrypt(encryptedElement, services.GetRequiredService<WeirSettings>().MasterKey);

    /// <exception cref="CryptographicException">There is no master key, or it is another one.</exception>
    public static XElement Decrypt(XElement wrapped, MasterKey? key) => key is null
        ? throw new CryptographicException("The key ring is wrapped, and there is no master key.")
        : XElement.Parse(Encoding.UTF8.GetString(key.Unwrap(Convert.FromBase64String(wrapped.Value))));
}
