using System.Runtime.InteropServices;

namespace Weir.TestKit.Processes;

/// <summary>Signals of the system, to processes by their ids.</summary>
internal static partial class Signal
{
    public const int Kill = 9;

    public const int Terminate = 15;

    public const int Stop = 19;

    private const int NoSuchProcess = 3;

    /// <returns>False when there is no such process (any more).</returns>
    public static bool Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new InvalidOperationException($"Signal {signal} could not be sent to {processId}: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
