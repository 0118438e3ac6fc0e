using System.Diagnostics;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Many seeds, side by side: they share nothing, so each worker runs its own on a database of its own.</summary>
/// <param name="engines">Makes a worker's database.</param>
/// <param name="workers">As many as there are cores; more where a worker mostly waits for a server.</param>
/// <param name="firstSeed">Where to begin.</param>
/// <param name="lastSeed">Where to end.</param>
/// <param name="steps">Of each seed.</param>
internal sealed class SeedRun(Func<ISimulatedEngine> engines, int workers, int firstSeed, int lastSeed, int steps)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);

    private readonly StepCounts _all = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _taken;
    private int _done;
    private volatile bool _hasFailed;
    private long _reported = Stopwatch.GetTimestamp();

    /// <exception cref="AggregateException">Of each seed that failed before all workers had stopped.</exception>
    public StepCounts Run()
    {
        // Threads of their own: they block, and the pool would add one only now and then.
        var threads = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
        return _all;
    }

    private void Work()
    {
        try
        {
            var counts = new StepCounts();
            using var engine = engines();
            int seed;
            while (!_hasFailed && (seed = firstSeed + Interlocked.Increment(ref _taken) - 1) <= lastSeed)
            {
                LedgerSchedule.Run(engine, seed, steps, counts, store => store);
                Report(Interlocked.Increment(ref _done));
            }

            lock (_all)
            {
                _all.Add(counts);
            }
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>Past the test's own output, which is shown only at its end.</summary>
    private void Report(int done)
    {
        var before = Interlocked.Read(ref _reported);
        if (Stopwatch.GetElapsedTime(before) >= ReportEvery && Interlocked.CompareExchange(ref _reported, Stopwatch.GetTimestamp(), before) == before)
        {
            var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            Console.Error.WriteLine(FormattableString.Invariant($"{done} of {lastSeed - firstSeed + 1} seeds in {seconds:F0} s, {done / seconds:F1} a second, and no violation"));
        }
    }
}
