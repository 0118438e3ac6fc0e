using System.Xml;
using System.Xml.Linq;
using Weir.Hosting;
using Weir.Settings;

namespace Weir.Secrets;

/// <summary>The key ring as files in the data folder, which a copy of the database doesn't open.</summary>
internal sealed class KeyRingFolder(WeirSettings settings) : IKeyRingPlace
{
    public string Name => $"the folder {settings.KeyRingFolder}";

    public async Task<IReadOnlyList<(string Name, XElement Key)>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            DataFolder.MakeFolder(settings.KeyRingFolder);
            var keys = new List<(string, XElement)>();
            foreach (var file in Directory.EnumerateFiles(settings.KeyRingFolder, "key-*.xml"))
            {
                keys.Add((file, await LoadAsync(file, cancellationToken)));
            }

            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"The key ring in {settings.KeyRingFolder} cannot be read ({failure.Message.TrimEnd('.')}): give this user access to the folder and its files."]);
        }
    }

    private static async Task<XElement> LoadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await XElement.LoadAsync(stream, LoadOptions.None, cancellationToken);
        }
        catch (XmlException broken)
        {
            throw new SettingsException([$"The key file {file} cannot be read ({broken.Message}): restore it from a backup. Without it, what it protects must be entered again."]);
        }
    }
}
