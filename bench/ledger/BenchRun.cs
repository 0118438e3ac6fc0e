using System.Globalization;

namespace Weir.Bench.Ledger;

/// <summary>All that is measured on one engine.</summary>
internal sealed class BenchRun(IBenchEngine engine, BenchOptions options, CancellationToken cancellationToken)
{
    private const int Accounts = 1_000;

    private const int Processes = 3;

    private static readonly int[] Callers = [1, 32, 256];

    public async Task RunAsync()
    {
        await BenchDatabase.MigrateAsync(engine, cancellationToken);
        var sizes = await engine.FillAsync(options.Entries, cancellationToken);
        await BenchDatabase.AddAccountsAsync(engine, Accounts, cancellationToken);
        Print($"# {engine.Name}, {options.Entries:N0} entries before, median of {options.Rounds} rounds of {options.Seconds} s");
        PrintSizes(sizes);
        if (options.Processes is null or 1)
        {
            await OneProcessAsync();
        }

        if (engine.Url is { } url && (options.Processes ?? Processes) == Processes)
        {
            await SeveralProcessesAsync(url);
        }
    }

    private async Task OneProcessAsync()
    {
        var accounts = await BenchDatabase.ReadAccountsAsync(engine, cancellationToken);
        await using var load = await PairLoad.StartAsync(engine);
        await MeasureAsync(1, (order, _) =>
        {
            IReadOnlyList<BenchAccount> some = [.. accounts.Take(order.Accounts)];
            return order.Callers is { } callers
                ? load.RunAsync(callers, some, options.Duration)
                : Task.FromResult(BareLoad.Run(engine, some, order.BareCommands, options.Duration));
        });
    }

    private async Task SeveralProcessesAsync(string url)
    {
        var workers = Enumerable.Range(0, Processes).Select(_ => WorkerProcess.Start(url)).ToList();
        try
        {
            await MeasureAsync(Processes, (order, index) => workers[index].RunAsync(order, cancellationToken));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    /// <summary>Every load, by so many processes at once, the ledger and the bare loop in turns.</summary>
    private async Task MeasureAsync(int processes, Func<WorkerOrder, int, Task<LoadSample>> run)
    {
        Task<LoadSample[]> AllAsync(WorkerOrder order) => Task.WhenAll(Enumerable.Range(0, processes).Select(index => run(order, index)));

        // Until the just-in-time compiler is quiet: one who is alone takes other ways than many.
        await AllAsync(new(Accounts, 3, 32, 0));
        await AllAsync(new(1, 3, 1, 0));
        await AllAsync(new(Accounts, 0.5, null, 32));
        PrintHead(processes);
        var hot = new Dictionary<int, BenchFigures>();
        foreach (var (callers, accounts) in Callers.SelectMany(callers => (IEnumerable<(int, int)>)[(callers, 1), (callers, Accounts)]))
        {
            if ((options.Callers ?? callers) != callers || (options.Accounts ?? accounts) != accounts)
            {
                continue;
            }

            var rounds = new List<BenchFigures>();
            for (var round = 0; round < options.Rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var ledger = await AllAsync(new(accounts, options.Seconds, callers, 0));
                var bare = await AllAsync(new(accounts, options.Seconds, null, BenchFigures.SizeOfCommits(ledger)));
                rounds.Add(BenchFigures.Of(ledger, bare.Sum(sample => sample.PairsPerSecond)));
            }

            var figures = BenchFigures.Middle(rounds);
            hot.TryAdd(callers, figures);
            PrintRow(processes, callers, accounts, figures, rounds, hot[callers].PairsPerSecond / figures.PairsPerSecond);
        }
    }

    private static void PrintHead(int processes)
    {
        Print($"");
        Print($"| processes | {(processes == 1 ? "callers" : "callers each")} | accounts | pairs/s | p50 ms | p99 ms | CPU µs/pair | commands/commit | bare pairs/s | of bare | hot of thousand |");
        Print($"|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    private static void PrintRow(int processes, int callers, int accounts, BenchFigures figures, List<BenchFigures> rounds, double hotOfThousand)
    {
        var ofBare = rounds.Select(round => round.PairsPerSecond / round.Bare).Order().ElementAt(rounds.Count / 2);
        var hot = accounts == 1 || hotOfThousand == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{hotOfThousand:F2}");
        Print($"| {processes} | {callers} | {accounts:N0} | {figures.PairsPerSecond:N0} | {figures.Median:F2} | {figures.Tail:F2} | {figures.CpuPerPair:F1} | {figures.CommandsPerCommit:F1} | {figures.Bare:N0} | {ofBare:F2} | {hot} |");
    }

    private void PrintSizes(IReadOnlyList<StoredSize> sizes)
    {
        if (options.Entries == 0)
        {
            return;
        }

        Print($"");
        Print($"| bytes per entry | |");
        Print($"|---|---:|");
        foreach (var size in sizes)
        {
            Print($"| {size.Name} | {(double)size.Bytes / options.Entries:F1} |");
        }

        Print($"| all | {(double)sizes.Sum(size => size.Bytes) / options.Entries:F1} |");
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
