using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Bench.Ledger;

/// <summary>Callers that reserve and settle in a closed loop, each time for an account picked at random.</summary>
internal sealed class PairLoad(IBenchEngine engine)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public async Task<BenchFigures> RunAsync(int callers, IReadOnlyList<BenchAccount> accounts, TimeSpan duration)
    {
        await using var services = Services();
        var lifecycle = services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single();
        await lifecycle.StartAsync(CancellationToken.None);
        var ledger = services.GetRequiredService<ILedger>();
        using var sizes = new CommitSizes();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(i => CallAsync(ledger, accounts, new Random(i), started, duration)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        await lifecycle.StoppedAsync(CancellationToken.None);
        var all = latencies.SelectMany(list => list).Order().ToArray();
        return new(all.Length / seconds, all[all.Length / 2], all[all.Length * 99 / 100], sizes.Average, cpu.TotalMicroseconds / all.Length);
    }

    public async Task MigrateAsync()
    {
        await using var services = Services();
        await using var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }

    public async Task<IReadOnlyList<BenchAccount>> AddAccountsAsync(int count)
    {
        await using var services = Services();
        await using var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync();
        var accounts = Enumerable.Range(0, count).Select(_ => new BenchAccount(UserId.New(), BudgetId.New(), BudgetId.New())).ToList();
        foreach (var account in accounts)
        {
            context.Budgets.Add(new Budget { Id = account.UserBudget.Value, SubjectKind = SubjectKind.User, SubjectId = account.User.Value, Cap = 1L << 50 });
            context.Budgets.Add(new Budget { Id = account.KeyBudget.Value, SubjectKind = SubjectKind.ApiKey, SubjectId = Guid.CreateVersion7() });
        }

        await context.SaveChangesAsync();
        return accounts;
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

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        engine.AddStorage(services);
        return services.BuildServiceProvider();
    }
}
