using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.TestKit;

namespace Weir.IntegrationTests.Backups;

/// <summary>Makes other backups out of one.</summary>
internal static class Repacked
{
    /// <param name="backup">The one.</param>
    /// <param name="target">The other.</param>
    /// <param name="change">Changes the files in a folder; the manifest is made anew for them.</param>
    public static void Make(string backup, string target, Action<string> change) => Make(backup, target, change, static _ => { });

    /// <param name="backup">The one.</param>
    /// <param name="target">The other.</param>
    /// <param name="change">Changes the files in a folder.</param>
    /// <param name="say">Changes what the manifest says of them.</param>
    public static void Make(string backup, string target, Action<string> change, Action<JsonObject> say)
    {
        using var folder = new TempFolder();
        ZipFile.ExtractToDirectory(backup, folder.Path);
        change(folder.Path);
        var path = folder.File("manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var files = new JsonArray();
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => file != path))
        {
            var bytes = File.ReadAllBytes(file);
            files.Add(new JsonObject
            {
                ["name"] = Path.GetRelativePath(folder.Path, file),
                ["bytes"] = bytes.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            });
        }

        manifest["files"] = files;
        say(manifest);
        File.WriteAllText(path, manifest.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        ZipFile.CreateFromDirectory(folder.Path, target);
    }

    /// <summary>Adds a file under any name to a copy, and to its manifest.</summary>
    public static void AddEntry(string backup, string target, string name)
    {
        Make(backup, target, static _ => { }, manifest => manifest["files"]!.AsArray().Add(new JsonObject
        {
            ["name"] = name,
            ["bytes"] = 4,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData("evil"u8)),
        }));
        using var zip = ZipFile.Open(target, ZipArchiveMode.Update);
        using var entry = zip.CreateEntry(name).Open();
        entry.Write("evil"u8);
    }
}
