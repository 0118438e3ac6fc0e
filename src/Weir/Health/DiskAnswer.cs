namespace Weir.Health;

/// <summary>The disk that holds the data folder.</summary>
/// <param name="Folder">The data folder.</param>
/// <param name="FreeBytes">What is free of it for this user; null when the system does not say.</param>
/// <param name="TotalBytes">Its size.</param>
internal sealed record DiskAnswer(string Folder, long? FreeBytes, long? TotalBytes)
{
    public static DiskAnswer Of(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return new(folder, drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            // A network drive that is gone, say: the store then says more.
            return new(folder, null, null);
        }
    }
}
