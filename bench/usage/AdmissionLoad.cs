using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Bench.Usage;

/// <summary>One caller that reserves and settles on a database, for a user picked at random each time.</summary>
internal sealed class AdmissionLoad(BenchDatabase database, IReadOnlyList<BenchUser> users) : IAsyncDisposable
{
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(250);

    private readonly ServiceProvider _services = database.NewServices();

    // The same users in the same order on every database.
    private readonly Random _random = new(1);

    private IHostedLifecycleService Lifecycle => _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single();

    public Task StartAsync() => Lifecycle.StartAsync(CancellationToken.None);

    /// <returns>The median admission and the median pair of admission and settlement, in milliseconds.</returns>
    public async Task<(double Admission, double Pair)> RoundAsync()
    {
        var (admissions, pairs) = (new List<double>(), new List<double>());
        var ledger = _services.GetRequiredService<ILedger>();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < RoundLength;)
        {
            var request = Request(users[_random.Next(users.Count)]);
            var begun = Stopwatch.GetTimestamp();
            if (await ledger.ReserveAsync(request, null, CancellationToken.None) is not ReserveResult.Granted)
            {
                throw new InvalidOperationException("A budget is too small for this load.");
            }

            admissions.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await ledger.SettleAsync(Settlement(request));
            pairs.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return (new Latencies(admissions).At(0.5), new Latencies(pairs).At(0.5));
    }

    public async ValueTask DisposeAsync()
    {
        await Lifecycle.StoppedAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private static ReserveRequest Request(BenchUser user) => new()
    {
        Attempt = AttemptId.New(),
        Exchange = ExchangeId.New(),
        User = new(user.Id),
        Upstream = "anthropic",
        Model = "model-a",
        Budgets = [new(user.Budget)],
        AdmittedAt = TimeProvider.System.GetUtcNow(),
        Demand = Demand.OfTokens(2_000),
        AskedOutput = 1_000,
        Floor = 1_000,
        TokensPerSecond = 300,
        Patience = TimeSpan.FromSeconds(10),
    };

    private static Settlement Settlement(ReserveRequest request) => new()
    {
        Attempt = request.Attempt,
        Kind = LedgerEntryKind.Posted,
        Usage = new(1_500, 0, 0, 0, 500),
        Source = UsageSource.Reported,
        Outcome = AttemptOutcome.Completed,
        Status = 200,
        RequestId = "req_011CSHoEeqs5C35K2UUqR7Fy",
        FirstByte = TimeSpan.FromMilliseconds(300),
        EndedAt = TimeProvider.System.GetUtcNow(),
    };
}
