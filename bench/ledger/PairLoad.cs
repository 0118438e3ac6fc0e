using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Bench.Ledger;

/// <summary>Callers that reserve and settle in a closed loop: each has a user's budget, with a cap, and a key's, without one.</summary>
internal sealed class PairLoad(IServiceProvider services)
{
    private readonly ILedger _ledger = services.GetRequiredService<ILedger>();

    /// <returns>A row of the table that <c>Program</c> prints.</returns>
    public async Task<string> RunAsync(int callers, bool isHot, TimeSpan duration)
    {
        var budgets = await AddBudgetsAsync(isHot ? 1 : callers);
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(i => CallAsync(budgets[isHot ? 0 : i], new(200_000 / callers), started, duration)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(list => list).Order().ToArray();
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {callers} | {(isHot ? "one hot" : "one each")} | {all.Length / seconds:N0} | {all[all.Length / 2]:F2} | {all[all.Length * 99 / 100]:F2} | {cpu.TotalMicroseconds / all.Length:F1} | {bytes / all.Length:N0} |");
    }

    private async Task<List<double>> CallAsync((BudgetId User, BudgetId Key) budgets, List<double> latencies, long started, TimeSpan duration)
    {
        var user = UserId.New();
        await Task.Yield();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var begun = Stopwatch.GetTimestamp();
            var request = new ReserveRequest
            {
                Attempt = AttemptId.New(),
                Exchange = ExchangeId.New(),
                User = user,
                Upstream = "anthropic",
                Model = "claude",
                Budgets = [budgets.User, budgets.Key],
                AdmittedAt = DateTimeOffset.UnixEpoch,
                Demand = Demand.OfTokens(2_000),
                AskedOutput = 1_000,
                Floor = 1_000,
                TokensPerSecond = 300,
                Patience = TimeSpan.FromSeconds(10),
            };
            if (await _ledger.ReserveAsync(request, null, CancellationToken.None) is not ReserveResult.Granted granted)
            {
                throw new InvalidOperationException("The budget is too small for this load.");
            }

            await _ledger.SettleAsync(new Settlement
            {
                Attempt = request.Attempt,
                Kind = LedgerEntryKind.Posted,
                Usage = new(1_500, 0, 0, 0, granted.Output / 2),
                Source = UsageSource.Reported,
                Outcome = AttemptOutcome.Completed,
                Status = 200,
                RequestId = "req_011CSHoEeqs5C35K2UUqR7Fy",
                FirstByte = TimeSpan.FromMilliseconds(300),
                EndedAt = DateTimeOffset.UnixEpoch,
            });
            latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return latencies;
    }

    private async Task<List<(BudgetId User, BudgetId Key)>> AddBudgetsAsync(int count)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync();
        var added = Enumerable.Range(0, count).Select(_ => (User: BudgetId.New(), Key: BudgetId.New())).ToList();
        foreach (var (user, key) in added)
        {
            context.Budgets.Add(new Budget { Id = user.Value, SubjectKind = SubjectKind.User, SubjectId = Guid.CreateVersion7(), Cap = 1L << 50 });
            context.Budgets.Add(new Budget { Id = key.Value, SubjectKind = SubjectKind.ApiKey, SubjectId = Guid.CreateVersion7() });
        }

        await context.SaveChangesAsync();
        return added;
    }
}
