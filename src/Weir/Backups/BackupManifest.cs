namespace Weir.Backups;

/// <summary>What a backup says of itself, as <c>manifest.json</c> in it.</summary>
internal sealed record BackupManifest
{
    /// <summary>Of the archive, not of the tables.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>The version of the Weir that made it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Every other file in the archive.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }
}
