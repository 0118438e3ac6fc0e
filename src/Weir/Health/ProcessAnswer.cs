using OwnProcess = System.Diagnostics.Process;

namespace Weir.Health;

/// <summary>The process that answers.</summary>
/// <param name="StartedAt">When it started.</param>
/// <param name="UptimeSeconds">How long ago that is.</param>
/// <param name="MemoryBytes">What it takes of the machine's memory.</param>
/// <param name="HeapBytes">What of that its objects take.</param>
/// <param name="AvailableMemoryBytes">What it may take at the most: the machine's memory, or its container's.</param>
/// <param name="Processors">How many processors it may use.</param>
internal sealed record ProcessAnswer(
    DateTimeOffset StartedAt,
    long UptimeSeconds,
    long MemoryBytes,
    long HeapBytes,
    long AvailableMemoryBytes,
    int Processors)
{
    public static ProcessAnswer OfThisProcess()
    {
        using var process = OwnProcess.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUniversalTime();
        return new(
            started,
            // By the clock that the start was read from, whatever Weir's own is set to.
            Math.Max(0, (long)(TimeProvider.System.GetUtcNow() - started).TotalSeconds),
            process.WorkingSet64,
            GC.GetTotalMemory(forceFullCollection: false),
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Environment.ProcessorCount);
    }
}
