using System.Xml.Linq;
using Weir.Hosting;
using Weir.Storage.Secrets;

namespace Weir.Secrets;

/// <summary>A key ring on its way from files to rows, or back.</summary>
internal static class RingFiles
{
    private const string Extension = ".xml";

    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";

    /// <summary>The ring as it may lie in a database: the master key wraps what lies bare in the files.</summary>
    public static async Task<IReadOnlyList<RingKey>> ReadAsync(DataFiles files, MasterKey master, CancellationToken cancellationToken)
    {
        var keys = new List<RingKey>();
        foreach (var name in files.KeyNames())
        {
            await using var stream = File.OpenRead(Path.Combine(files.Keys, name));
            var key = await XElement.LoadAsync(stream, LoadOptions.None, cancellationToken);
            Wrap(key, master);
            keys.Add(new() { Name = Path.GetFileNameWithoutExtension(name), Xml = key.ToString(SaveOptions.DisableFormatting) });
        }

        return keys;
    }

    public static async Task WriteAsync(DataFiles files, IReadOnlyList<RingKey> keys, CancellationToken cancellationToken)
    {
        DataFolder.MakeFolder(files.Keys);
        foreach (var key in keys)
        {
            await using var file = DataFolder.CreateFile(Path.Combine(files.Keys, Path.GetFileName(key.Name) + Extension));
            await using var writer = new StreamWriter(file);
            await writer.WriteAsync(key.Xml.AsMemory(), cancellationToken);
        }
    }

    public static async Task CopyAsync(DataFiles from, DataFiles to, CancellationToken cancellationToken)
    {
        DataFolder.MakeFolder(to.Keys);
        foreach (var name in from.KeyNames())
        {
            await using var source = File.OpenRead(Path.Combine(from.Keys, name));
            await using var target = DataFolder.CreateFile(Path.Combine(to.Keys, name));
            await source.CopyToAsync(target, cancellationToken);
        }
    }

    /// <summary>
    /// As Data Protection does when it writes a key: <c>&lt;masterKey d:requiresEncryption="true"&gt;</c> becomes
    /// <c>&lt;d:encryptedSecret decryptorType="…"&gt;</c> around what is wrapped.
    /// </summary>
    private static void Wrap(XElement key, MasterKey master)
    {
        foreach (var bare in key.DescendantsAndSelf().Where(element => (bool?)element.Attribute(Protection + "requiresEncryption") == true).ToList())
        {
            var wrapped = new MasterKeyEncryptor(master).Encrypt(bare);
            bare.ReplaceWith(new XElement(
                Protection + "encryptedSecret",
                new XAttribute("decryptorType", wrapped.DecryptorType.AssemblyQualifiedName!),
                wrapped.EncryptedElement));
        }
    }
}
