using System.Text.RegularExpressions;
using Weir.Hosting;

namespace Weir.Backups;

/// <summary>What may be in a backup. Anything else is refused, so that no name in one leads out of the folder that it is unpacked into.</summary>
internal static partial class ArchiveNames
{
    public const string Manifest = "manifest.json";

    public const string Database = DataFiles.DatabaseName;

    public static string Key(string name) => $"{DataFiles.KeysName}/{name}";

    public static bool IsKnown(string name) => name is Database || KeyName().IsMatch(name);

    [GeneratedRegex(@"\Akeys/(key|revocation)-[0-9A-Za-z_-]{1,200}\.xml\z")]
    private static partial Regex KeyName();
}
