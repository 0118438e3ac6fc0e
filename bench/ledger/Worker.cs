using System.Text.Json;

namespace Weir.Bench.Ledger;

/// <summary>One of several processes on one database. It does what it is told, and ends with its standard input.</summary>
internal static class Worker
{
    /// <summary>The first argument of such a process; its second is the database's URL.</summary>
    public const string Word = "worker";

    public static async Task<int> RunAsync(string url)
    {
        await using var engine = PostgresBench.At(url);
        var accounts = await BenchDatabase.ReadAccountsAsync(engine, CancellationToken.None);
        await using var load = await PairLoad.StartAsync(engine);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var order = JsonSerializer.Deserialize<WorkerOrder>(line)!;
            IReadOnlyList<BenchAccount> some = [.. accounts.Take(order.Accounts)];
            var duration = TimeSpan.FromSeconds(order.Seconds);
            var sample = order.Callers is { } callers ? await load.RunAsync(callers, some, duration) : BareLoad.Run(engine, some, order.BareCommands, duration);
            Console.WriteLine(JsonSerializer.Serialize(sample));
        }

        return 0;
    }
}
