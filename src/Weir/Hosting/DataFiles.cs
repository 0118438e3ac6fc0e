namespace Weir.Hosting;

/// <summary>What lies where in a data folder, or in one that is being prepared.</summary>
internal readonly record struct DataFiles(string Folder)
{
    public const string DatabaseName = "weir.db";

    public const string KeysName = "keys";

    public string Database => Path.Combine(Folder, DatabaseName);

    public string Keys => Path.Combine(Folder, KeysName);

    /// <summary>True when Weir keeps, or kept, something there.</summary>
    public bool HoldAnything => File.Exists(Database) || KeyNames().Any();

    /// <summary>The files of the key ring, without their folder.</summary>
    public IReadOnlyList<string> KeyNames() =>
        Directory.Exists(Keys) ? [.. Directory.EnumerateFiles(Keys, "*.xml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)] : [];
}
