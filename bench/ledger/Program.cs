using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Bench.Ledger;
using Weir.Storage.Model;
using Weir.Storage.Sqlite;

// How many reserve-and-settle pairs a second the ledger makes durable, and how long one takes, at 1, 16 and 256 callers, on one hot
// budget and on one per caller. Run it in Release: dotnet run -c Release --project bench/ledger
var folder = Directory.CreateTempSubdirectory("weir-bench-ledger-");
try
{
    await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(Path.Combine(folder.FullName, "weir.db")).BuildServiceProvider();
    await using (var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync())
    {
        await context.Database.MigrateAsync();
    }

    var lifecycle = services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single();
    await lifecycle.StartAsync(CancellationToken.None);
    Console.WriteLine("| callers | budgets | pairs/s | p50 ms | p99 ms | CPU µs/pair | bytes allocated/pair |");
    Console.WriteLine("|---:|---|---:|---:|---:|---:|---:|");
    var load = new PairLoad(services);
    await load.RunAsync(callers: 16, isHot: true, TimeSpan.FromSeconds(2)); // warms up
    foreach (var (callers, isHot) in new[] { (1, true), (16, true), (256, true), (256, false) })
    {
        Console.WriteLine(await load.RunAsync(callers, isHot, TimeSpan.FromSeconds(4)));
    }

    await lifecycle.StoppedAsync(CancellationToken.None);
}
finally
{
    folder.Delete(recursive: true);
}
