namespace Weir.Hosting;

/// <summary>
/// The folder of everything that Weir keeps, held by this process alone: two ledgers on one file would each take the other's open
/// reservations for those of a dead process. The system lets go of the lock when the process ends, however it ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "weir.lock";

    private const string RestoringName = "restoring";

    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Where a restore prepares what it then puts into place; while a database lies there it has not ended.</summary>
    public string Restoring => System.IO.Path.Combine(Path, RestoringName);

    /// <summary>Makes the folder when it is missing, readable by nobody else, and locks it.</summary>
    /// <exception cref="DataFolderException">It cannot be had; the message says why.</exception>
    public static DataFolder Take(string path)
    {
        var folder = TakeForRestore(path);
        if (!File.Exists(new DataFiles(folder.Restoring).Database))
        {
            return folder;
        }

        folder.Dispose();
        throw new DataFolderException(
            $"A restore into the data folder {path} was interrupted: run it again. "
            + (File.Exists(new DataFiles(path).Database) ? $"Or remove the folder {folder.Restoring}, and everything is as it was before." : "What was there before lies beside it."));
    }

    /// <summary>The same for who ends a restore that was interrupted.</summary>
    /// <exception cref="DataFolderException">It cannot be had; the message says why.</exception>
    public static DataFolder TakeForRestore(string path)
    {
        try
        {
            MakeFolder(path);
            return new(path, Open(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileShare.None));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new DataFolderException($"The data folder {path} cannot be written: give this user access, or set WEIR_DATA to another folder.", denied);
        }
        catch (IOException failed)
        {
            throw new DataFolderException(
                File.Exists(System.IO.Path.Combine(path, LockName))
                    ? $"Another Weir is running on the data folder {path}. Stop it, or set WEIR_DATA to another folder."
                    : $"The data folder {path} cannot be made: {failed.Message}. Set WEIR_DATA to another folder.",
                failed);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Makes a folder that only this user can look into, if it is missing.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    /// <summary>Makes a file that only this user can read.</summary>
    public static FileStream CreateFile(string path) => Open(path, FileMode.CreateNew, FileShare.None);

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new(path, options);
    }
}
