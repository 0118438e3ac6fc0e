using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Bench.Ledger;

/// <summary>Callers that reserve and settle in a closed loop, each time for an account picked at random, at a ledger that runs as in the host.</summary>
internal sealed class PairLoad : IAsyncDisposable
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _hosted;

    private PairLoad(ServiceProvider services)
    {
        _services = services;
        _hosted = [.. services.GetServices<IHostedService>()];
    }

    public static async Task<PairLoad> StartAsync(IBenchEngine engine)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        engine.AddStorage(services);
        var load = new PairLoad(services.BuildServiceProvider());
        foreach (var hosted in load._hosted)
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return load;
    }

    public async Task<LoadSample> RunAsync(int callers, IReadOnlyList<BenchAccount> accounts, TimeSpan duration)
    {
        var ledger = _services.GetRequiredService<ILedger>();
        using var sizes = new CommitSizes();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(i => CallAsync(ledger, accounts, new Random(i), started, duration)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        double[] all = [.. latencies.SelectMany(list => list)];
        return new(seconds, all.Length, all, sizes.Commits, sizes.Commands, cpu.TotalMicroseconds);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in Enumerable.Reverse(_hosted))
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _hosted.OfType<IHostedLifecycleService>().Single().StoppedAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private static async Task<List<double>> CallAsync(ILedger ledger, IReadOnlyList<BenchAccount> accounts, Random random, long started, TimeSpan duration)
    {
        var latencies = new List<double>();
        await Task.Yield();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var begun = Stopwatch.GetTimestamp();
            await PairAsync(ledger, accounts[random.Next(accounts.Count)]);
            latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return latencies;
    }

    private static async Task PairAsync(ILedger ledger, BenchAccount account)
    {
        var request = new ReserveRequest
        {
            Attempt = AttemptId.New(),
            Exchange = ExchangeId.New(),
            User = account.User,
            Upstream = "anthropic",
            Model = "claude",
            Budgets = [account.UserBudget, account.KeyBudget],
            AdmittedAt = Clock.GetUtcNow(),
            Demand = Demand.OfTokens(2_000),
            AskedOutput = 1_000,
            Floor = 1_000,
            TokensPerSecond = 300,
            Patience = TimeSpan.FromSeconds(10),
        };
        if (await ledger.ReserveAsync(request, null, CancellationToken.None) is not ReserveResult.Granted granted)
        {
            throw new InvalidOperationException("The budget is too small for this load.");
        }

        await ledger.SettleAsync(new Settlement
        {
            Attempt = request.Attempt,
            Kind = LedgerEntryKind.Posted,
            Usage = new(1_500, 0, 0, 0, granted.Output / 2),
            Source = UsageSource.Reported,
            Outcome = AttemptOutcome.Completed,
            Status = 200,
            RequestId = "req_011CSHoEeqs5C35K2UUqR7Fy",
            FirstByte = TimeSpan.FromMilliseconds(300),
            EndedAt = Clock.GetUtcNow(),
        });
    }
}
