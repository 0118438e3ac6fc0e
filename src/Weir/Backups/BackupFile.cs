namespace Weir.Backups;

/// <summary>A file in a backup: its name there, how long it is, and the SHA-256 of it in hexadecimal.</summary>
internal sealed record BackupFile(string Name, long Bytes, string Sha256);
