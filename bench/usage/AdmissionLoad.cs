using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Bench.Usage;

/// <summary>One caller that reserves and settles on a database, for one of a few users of its own, picked at random each time.</summary>
internal sealed class AdmissionLoad : IAsyncDisposable
{
    private const int Users = 1_000;

    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(250);

    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _hosted;
    private readonly List<BenchUser> _users = [];

    // The same users in the same order on every database.
    private readonly Random _random = new(1);

    private AdmissionLoad(Action<IServiceCollection> addStorage)
    {
        var services = new ServiceCollection().AddLogging();
        addStorage(services);
        _services = services.BuildServiceProvider();
        _hosted = [.. _services.GetServices<IHostedService>()];
    }

    public static async Task<AdmissionLoad> StartAsync(Action<IServiceCollection> addStorage)
    {
        var load = new AdmissionLoad(addStorage);
        await load.AddUsersAsync();
        foreach (var hosted in load._hosted)
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return load;
    }

    /// <returns>The median admission and the median pair of admission and settlement, in milliseconds.</returns>
    public async Task<(double Admission, double Pair)> RoundAsync()
    {
        var (admissions, pairs) = (new List<double>(), new List<double>());
        var ledger = _services.GetRequiredService<ILedger>();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < RoundLength;)
        {
            var request = Request(_users[_random.Next(_users.Count)]);
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
        foreach (var hosted in Enumerable.Reverse(_hosted))
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _hosted.OfType<IHostedLifecycleService>().Single().StoppedAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private async Task AddUsersAsync()
    {
        await using var context = await _services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync();
        await _services.GetRequiredService<IDatabaseEngine>().MigrateAsync(context, CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Users; i++)
        {
            var user = new User { Id = UserId.New().Value, UserName = $"bench{i}", NormalizedUserName = $"BENCH{i}", SecurityStamp = "-", CreatedAt = now };
            var budget = Budget.TotalTokens(SubjectKind.User, user.Id, 1L << 60, now);
            context.AddRange(user, budget);
            _users.Add(new(user.Id, budget.Id));
        }

        await context.SaveChangesAsync();
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
