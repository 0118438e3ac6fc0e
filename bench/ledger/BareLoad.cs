using System.Diagnostics;

namespace Weir.Bench.Ledger;

/// <summary>Runs the bare loop for a while.</summary>
internal static class BareLoad
{
    /// <param name="engine">Whose loop.</param>
    /// <param name="accounts">What it is about.</param>
    /// <param name="commands">How many a commit holds on average.</param>
    /// <param name="duration">How long.</param>
    public static LoadSample Run(IBenchEngine engine, IReadOnlyList<BenchAccount> accounts, double commands, TimeSpan duration)
    {
        using var loop = engine.OpenLoop(accounts);
        // What is prepared once is not the point.
        Array.ForEach([1, 2, 3, 4], _ => loop.Commit(2));
        var (pairs, commits, all, owed) = (0L, 0L, 0L, 0.0);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            owed += commands;
            var now = Math.Max(1, (int)owed);
            owed -= now;
            pairs += loop.Commit(now);
            (commits, all) = (commits + 1, all + now);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new(seconds, pairs, [], commits, all, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds);
    }
}
