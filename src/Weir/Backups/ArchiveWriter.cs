using System.IO.Compression;
using System.Text.Json;
using Weir.Hosting;
using Weir.Storage.Steps;

namespace Weir.Backups;

/// <summary>Packs a prepared folder into one file, which has its name once it is whole and on the disk.</summary>
internal static class ArchiveWriter
{
    /// <summary>The archive until it is whole, in the prepared folder.</summary>
    public const string UnfinishedName = "archive.zip";

    /// <param name="from">The database and the key ring.</param>
    /// <param name="path">The archive. It appears at the end, in one step.</param>
    /// <param name="isForced">True: takes the place of a file that is there.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(DataFiles from, string path, bool isForced, IStepProgress progress, CancellationToken cancellationToken)
    {
        var unfinished = Path.Combine(from.Folder, UnfinishedName);
        await using (var file = DataFolder.CreateFile(unfinished))
        {
            await PackAsync(from, file, progress, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, isForced);
    }

    private static async Task PackAsync(DataFiles from, FileStream file, IStepProgress progress, CancellationToken cancellationToken)
    {
        var sources = from.KeyNames().Select(name => (Path: Path.Combine(from.Keys, name), Name: ArchiveNames.Key(name)))
            .Prepend((Path: from.Database, Name: ArchiveNames.Database)).ToList();
        progress.Begin("Packing KiB", sources.Sum(source => new FileInfo(source.Path).Length) / HashedCopy.Kibi);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var files = new List<BackupFile>();
        foreach (var (path, name) in sources)
        {
            await using var source = File.OpenRead(path);
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
            var (bytes, hash) = await HashedCopy.RunAsync(source, entry, long.MaxValue - 1, progress, cancellationToken);
            files.Add(new(name, bytes, hash));
        }

        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            Version = StartBanner.Version,
            TakenAt = TimeProvider.System.GetUtcNow(),
            Files = files,
        };
        await using var last = await zip.CreateEntry(ArchiveNames.Manifest).OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(last, manifest, BackupJson.Default.BackupManifest, cancellationToken);
    }
}
