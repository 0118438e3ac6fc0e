using System.IO.Compression;
using System.Text.Json;
using Weir.Hosting;
using Weir.Storage.Copying;
using Weir.Storage.Steps;

namespace Weir.Backups;

/// <summary>Unpacks a backup, and holds every file in it against what its manifest says.</summary>
internal static class ArchiveReader
{
    /// <summary>Data Protection makes a key every 90 days.</summary>
    private const int MostFiles = 10_000;

    private const int LargestManifest = 4 * 1_024 * 1_024;

    /// <param name="path">The archive.</param>
    /// <param name="into">An empty folder.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CopyRefusedException">It is no backup of Weir's, or was damaged or changed.</exception>
    public static async Task<BackupManifest> UnpackAsync(string path, DataFiles into, IStepProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            var manifest = await ReadManifestAsync(zip, path, cancellationToken);
            progress.Begin("Unpacking KiB", manifest.Files.Sum(listed => listed.Bytes) / HashedCopy.Kibi);
            foreach (var listed in manifest.Files)
            {
                await UnpackAsync(zip.GetEntry(listed.Name)!, listed, into, progress, cancellationToken);
            }

            return manifest;
        }
        catch (InvalidDataException broken)
        {
            throw Damaged(path, broken.Message, broken);
        }
        catch (JsonException broken)
        {
            throw Damaged(path, $"its {ArchiveNames.Manifest} cannot be read", broken);
        }
        catch (FileNotFoundException missing)
        {
            throw new CopyRefusedException($"There is no file {path}.", missing);
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(ZipArchive zip, string path, CancellationToken cancellationToken)
    {
        var entry = zip.GetEntry(ArchiveNames.Manifest);
        if (entry is null or { Length: > LargestManifest } || zip.Entries.Count > MostFiles)
        {
            throw new InvalidDataException($"it has no {ArchiveNames.Manifest}");
        }

        await using var stream = await entry.OpenAsync(cancellationToken);
        var manifest = await JsonSerializer.DeserializeAsync(stream, BackupJson.Default.BackupManifest, cancellationToken) ?? throw new InvalidDataException("its manifest is empty");
        if (manifest.Format > BackupManifest.CurrentFormat)
        {
            throw new CopyRefusedException($"{path} was made by Weir {manifest.Version}, in a form that this one doesn't know. Use that Weir, or a newer one.");
        }

        var names = zip.Entries.Select(other => other.FullName).Order(StringComparer.Ordinal).ToList();
        if (names.Find(name => name != ArchiveNames.Manifest && !ArchiveNames.IsKnown(name)) is { } foreign)
        {
            throw new InvalidDataException($"it holds \"{foreign}\", which is in no backup");
        }

        return names.SequenceEqual(manifest.Files.Select(listed => listed.Name).Append(ArchiveNames.Manifest).Order(StringComparer.Ordinal)) && names.Contains(ArchiveNames.Database)
            ? manifest
            : throw new InvalidDataException("its files are not those of its manifest");
    }

    private static async Task UnpackAsync(ZipArchiveEntry entry, BackupFile listed, DataFiles into, IStepProgress progress, CancellationToken cancellationToken)
    {
        var target = Path.Combine(into.Folder, listed.Name);
        DataFolder.MakeFolder(Path.GetDirectoryName(target)!);
        await using var source = await entry.OpenAsync(cancellationToken);
        await using var file = DataFolder.CreateFile(target);
        var (bytes, hash) = await HashedCopy.RunAsync(source, file, listed.Bytes, progress, cancellationToken);
        file.Flush(flushToDisk: true);
        if ((bytes, hash) != (listed.Bytes, listed.Sha256))
        {
            throw new InvalidDataException($"{listed.Name} is not what was put in");
        }
    }

    private static CopyRefusedException Damaged(string path, string how, Exception cause) =>
        new($"{path} is no whole backup of Weir's ({how.TrimEnd('.')}). Nothing was changed. Take another backup.", cause);
}
