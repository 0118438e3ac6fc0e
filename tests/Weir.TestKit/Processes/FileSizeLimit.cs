using System.Runtime.InteropServices;

namespace Weir.TestKit.Processes;

/// <summary>
/// How large a running process may make its files. At nothing every write to a file fails, as on a device with errors or a file system that
/// became read-only; sockets and pipes go on.
/// </summary>
public static partial class FileSizeLimit
{
    /// <summary>
    /// For <see cref="LaunchSettings.Through"/>: the process ignores the signal that comes with such a failure and would end it. Otherwise it
    /// behaves as any other.
    /// </summary>
    public static string[] Tolerant => ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "weir"];

    private const int FileSize = 1;

    private const ulong Infinity = ulong.MaxValue;

    /// <summary>From now on every write to a file fails.</summary>
    public static void Forbid(int processId) => Set(processId, 0);

    /// <summary>Lets it write again.</summary>
    public static void Lift(int processId) => Set(processId, Infinity);

    /// <summary>The soft limit only: whoever lowers the hard one needs privileges to lift it.</summary>
    private static void Set(int processId, ulong bytes)
    {
        if (SetLimit(processId, FileSize, new(bytes, Infinity), IntPtr.Zero) != 0)
        {
            throw new InvalidOperationException($"The file size limit of {processId} could not be set: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static partial int SetLimit(int processId, int resource, in Limits limits, IntPtr before);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limits(ulong Soft, ulong Hard);
}
