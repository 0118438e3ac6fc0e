using System.Diagnostics;
using System.Globalization;
using Weir.Bench.Ledger;

// How many reserve-and-settle pairs a second the ledger makes durable, and how long one takes, beside a bare loop that changes the same
// rows in commits of the same size. Run it in Release.
if (BenchOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 1;
}

var duration = TimeSpan.FromSeconds(options.Seconds);
using var engine = new SqliteBench();
var load = new PairLoad(engine);
await load.MigrateAsync();
engine.Fill(options.Entries);
var thousand = await load.AddAccountsAsync(1_000);
await load.RunAsync(32, thousand, duration); // warms up
Bare(thousand, commands: 32);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine.Name}, {options.Entries:N0} entries before, median of {options.Rounds} rounds of {options.Seconds} s"));
Console.WriteLine();
Console.WriteLine("| callers | accounts | pairs/s | p50 ms | p99 ms | CPU µs/pair | commands/commit | bare pairs/s | of bare |");
Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
(int Callers, int Accounts)[] loads = [(1, 1), (1, 1_000), (32, 1), (32, 1_000), (256, 1), (256, 1_000)];
foreach (var (callers, count) in loads)
{
    var accounts = thousand.Take(count).ToList();
    var rounds = new List<(BenchFigures Ledger, double Bare)>();
    for (var round = 0; round < options.Rounds; round++)
    {
        var figures = await load.RunAsync(callers, accounts, duration);
        rounds.Add((figures, Bare(accounts, figures.CommandsPerCommit)));
    }

    double Middle(Func<(BenchFigures Ledger, double Bare), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {callers} | {accounts.Count:N0} | {Middle(round => round.Ledger.PairsPerSecond):N0} | {Middle(round => round.Ledger.Median):F2} | {Middle(round => round.Ledger.Tail):F2} | {Middle(round => round.Ledger.CpuPerPair):F1} | {Middle(round => round.Ledger.CommandsPerCommit):F1} | {Middle(round => round.Bare):N0} | {Middle(round => round.Ledger.PairsPerSecond / round.Bare):F2} |"));
}

return 0;

// Pairs a second of the bare loop, in commits of on average so many commands.
double Bare(IReadOnlyList<BenchAccount> accounts, double commands)
{
    using var loop = engine.OpenLoop(accounts);
    var (pairs, owed) = (0L, 0.0);
    var started = Stopwatch.GetTimestamp();
    while (Stopwatch.GetElapsedTime(started) < duration)
    {
        owed += commands;
        var now = Math.Max(1, (int)owed);
        owed -= now;
        pairs += loop.Commit(now);
    }

    return pairs / Stopwatch.GetElapsedTime(started).TotalSeconds;
}
