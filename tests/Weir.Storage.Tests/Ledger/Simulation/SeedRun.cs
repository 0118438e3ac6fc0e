using System.Diagnostics;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>Many seeds, on all cores: they share nothing, so each core runs its own on a database of its own.</summary>
internal sealed class SeedRun(Func<ISimulatedEngine> engines, int firstSeed, int lastSeed, int steps)
{
    /// <summary>Seeds that one core takes before the next, so that all have work until the end.</summary>
    private const int SeedsAtOnce = 25;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);

    private readonly StepCounts _all = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _taken;
    private int _done;
    private long _reported = Stopwatch.GetTimestamp();

    /// <exception cref="AggregateException">Of each seed that failed before all cores had stopped.</exception>
    public StepCounts Run()
    {
        Parallel.For(0, Environment.ProcessorCount, (_, loop) =>
        {
            var counts = new StepCounts();
            using var engine = engines();
            int first;
            while (!loop.IsExceptional && (first = firstSeed + Interlocked.Add(ref _taken, SeedsAtOnce) - SeedsAtOnce) <= lastSeed)
            {
                var last = Math.Min(lastSeed, first + SeedsAtOnce - 1);
                for (var seed = first; seed <= last; seed++)
                {
                    LedgerSchedule.Run(engine, seed, steps, counts, store => store);
                }

                Report(Interlocked.Add(ref _done, last - first + 1));
            }

            lock (_all)
            {
                _all.Add(counts);
            }
        });
        return _all;
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
