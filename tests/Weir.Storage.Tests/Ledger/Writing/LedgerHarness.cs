using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Storage.Clock;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;

namespace Weir.Storage.Tests.Ledger.Writing;

/// <summary>The ledger as the host runs it, on a real database, with a clock that tests move.</summary>
internal sealed class LedgerHarness : IAsyncDisposable
{
    private readonly FreshDatabase _database;
    private readonly ServiceProvider _services;
    private bool _isBeside;

    private LedgerHarness(FreshDatabase database, Func<ILedgerStore, ILedgerStore> decorate)
    {
        _database = database;
        var services = database.AddTo(new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)));
        var store = services.Single(service => service.ServiceType == typeof(ILedgerStore));
        services.Remove(store);
        services.AddSingleton(provider => decorate((ILedgerStore)store.ImplementationFactory!(provider)));
        // A real server's clock stands where no test can move it.
        services.AddSingleton(new DatabaseClock(Time));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Of the SQLite file.</summary>
    public string DatabasePath => ((SqliteFile)_database).Path;

    public string Folder => Path.GetDirectoryName(DatabasePath)!;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public ILedger Ledger => _services.GetRequiredService<ILedger>();

    public LedgerCorrections Corrections => _services.GetRequiredService<LedgerCorrections>();

    public CommandQueue Queue => _services.GetRequiredService<CommandQueue>();

    public LedgerState State => _services.GetRequiredService<LedgerState>();

    public WriteGate Gate => _services.GetRequiredService<WriteGate>();

    public ILedgerStore Store => _services.GetRequiredService<ILedgerStore>();

    /// <summary>Callers that wait in line; to be read under the gate.</summary>
    public WaitingLines Lines => _services.GetRequiredService<LedgerBook>().Admissions.Lines;

    public Guid Replica => _services.GetRequiredService<LedgerReplica>().Id;

    public UserId User { get; } = UserId.New();

    public IServiceProvider Services => _services;

    public IDbContextFactory<WeirDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<WeirDbContext>>();

    private IHostedLifecycleService Lifecycle => _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single();

    public static Task<LedgerHarness> StartAsync(Func<ILedgerStore, ILedgerStore>? decorate = null) => StartAsync(Engine.Sqlite, decorate);

    public static async Task<LedgerHarness> StartAsync(Engine engine, Func<ILedgerStore, ILedgerStore>? decorate = null)
    {
        var harness = new LedgerHarness(await FreshDatabase.MakeAsync(engine), decorate ?? (store => store));
        await harness.Lifecycle.StartAsync(TestContext.Current.CancellationToken);
        return harness;
    }

    /// <summary>A command on the same database, which keeps no ledger.</summary>
    public LedgerHarness Command() => new(_database, store => store) { _isBeside = true };

    /// <summary>On a database that is reached some other way than usual.</summary>
    public static async Task<LedgerHarness> StartAsync(FreshDatabase database)
    {
        var harness = new LedgerHarness(database, store => store);
        await harness.Lifecycle.StartAsync(TestContext.Current.CancellationToken);
        return harness;
    }

    /// <summary>What another process would find that starts after this one was killed now: its files, without any goodbye.</summary>
    public async Task<LedgerHarness> CrashAndRestartAsync(TimeSpan later)
    {
        var copy = new SqliteFile();
        using (Gate.Enter())
        {
            foreach (var file in Directory.GetFiles(Folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(Path.GetDirectoryName(copy.Path)!, Path.GetFileName(file)));
            }
        }

        var next = new LedgerHarness(copy, store => store);
        next.Time.SetUtcNow(Time.GetUtcNow() + later);
        await next.Lifecycle.StartAsync(TestContext.Current.CancellationToken);
        return next;
    }

    /// <summary>Another process on the same database, beside this one.</summary>
    public async Task<LedgerHarness> StartBesideAsync()
    {
        var other = new LedgerHarness(_database, store => store) { _isBeside = true };
        await other.Lifecycle.StartAsync(TestContext.Current.CancellationToken);
        return other;
    }

    public WeirDbContext NewContext() => Contexts.CreateDbContext();

    public async Task<BudgetId> AddBudgetAsync(
        long? cap, ShortRoom whenShort = ShortRoom.Lower, BudgetUnit unit = BudgetUnit.Tokens, WindowKind window = WindowKind.Total, string timeZone = "UTC")
    {
        var budget = BudgetId.New();
        await using var context = NewContext();
        context.Budgets.Add(new Budget
        {
            Id = budget.Value,
            SubjectKind = SubjectKind.User,
            SubjectId = Guid.CreateVersion7(),
            Unit = unit,
            WindowKind = window,
            TimeZone = timeZone,
            Cap = cap,
            WhenShort = whenShort,
            CreatedAt = Time.GetUtcNow(),
        });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return budget;
    }

    public async Task SetCapAsync(BudgetId budget, long? cap)
    {
        await using var context = NewContext();
        (await context.Budgets.SingleAsync(row => row.Id == budget.Value, TestContext.Current.CancellationToken)).Cap = cap;
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public ReserveRequest Request(long input, long asked, params BudgetId[] budgets) => new()
    {
        Attempt = AttemptId.New(),
        Exchange = ExchangeId.New(),
        User = User,
        Upstream = "anthropic",
        Model = "claude",
        Budgets = [.. budgets],
        AdmittedAt = Time.GetUtcNow(),
        Demand = Demand.OfTokens(input),
        AskedOutput = asked,
        Floor = asked,
        TokensPerSecond = 300,
        Patience = TimeSpan.FromSeconds(10),
    };

    /// <summary>The refusal of a user's budget in tokens.</summary>
    public static ReserveResult.Refused Refused(BudgetId budget, long limit, long used, long reserved, long needed, bool isFinal) => new()
    {
        Budget = budget,
        Subject = SubjectKind.User,
        Unit = BudgetUnit.Tokens,
        Window = WindowKind.Total,
        Limit = limit,
        Used = used,
        Reserved = reserved,
        Needed = needed,
        IsFinal = isFinal,
    };

    public Settlement Posted(AttemptId attempt, long input, long output) => new()
    {
        Attempt = attempt,
        Kind = LedgerEntryKind.Posted,
        Usage = new(input, 0, 0, 0, output),
        Source = UsageSource.Reported,
        Outcome = AttemptOutcome.Completed,
        Status = 200,
        RequestId = "req_1",
        Sent = TimeSpan.FromMilliseconds(1),
        FirstByte = TimeSpan.FromMilliseconds(2),
        LastByte = TimeSpan.FromMilliseconds(12),
        IsStreamed = true,
        EndedAt = Time.GetUtcNow(),
    };

    public Settlement Voided(AttemptId attempt) => Posted(attempt, 0, 0) with { Kind = LedgerEntryKind.Voided, Outcome = AttemptOutcome.UpstreamError, Status = 529 };

    public Task<ReserveResult> ReserveAsync(ReserveRequest request) =>
        Ledger.ReserveAsync(request, null, TestContext.Current.CancellationToken);

    public async Task<ReserveResult.Granted> GrantAsync(ReserveRequest request) =>
        Assert.IsType<ReserveResult.Granted>(await ReserveAsync(request));

    /// <summary>Returns when everything asked of the ledger before is decided.</summary>
    public async Task FlushAsync()
    {
        var request = Request(0, 0);
        await GrantAsync(request);
        await Ledger.SettleAsync(Voided(request.Attempt));
    }

    /// <summary>Lets the ledger live for some seconds.</summary>
    public async Task BeatAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await FlushAsync();
        }
    }

    /// <summary>Lets the ledger live until something is so.</summary>
    public Task BeatUntilAsync(Func<Task<bool>> isTrue) => Eventually.IsTrueAsync(
        async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return await isTrue();
        },
        TestContext.Current.CancellationToken);

    public async Task<(long Posted, long Pending)> WindowAsync(BudgetId budget)
    {
        await using var context = NewContext();
        var window = await context.BudgetWindows.AsNoTracking()
            .SingleAsync(row => row.BudgetId == budget.Value, TestContext.Current.CancellationToken);
        return (window.Posted, window.Pending);
    }

    /// <summary>All windows of a budget, oldest first.</summary>
    public async Task<IReadOnlyList<(long Posted, long Pending)>> WindowsAsync(BudgetId budget)
    {
        await using var context = NewContext();
        var windows = await context.BudgetWindows.AsNoTracking().Where(row => row.BudgetId == budget.Value).OrderBy(row => row.StartsAt)
            .ToListAsync(TestContext.Current.CancellationToken);
        return windows.ConvertAll(window => (window.Posted, window.Pending));
    }

    public async Task<ImmutableArray<LedgerEntry>> EntriesAsync(AttemptId attempt)
    {
        await using var context = NewContext();
        return [.. await context.LedgerEntries.AsNoTracking().Where(entry => entry.AttemptId == attempt.Value).OrderBy(entry => entry.Id)
            .ToListAsync(TestContext.Current.CancellationToken)];
    }

    public Task UntilWellAsync() => Eventually.IsTrueAsync(() => !State.IsInTrouble, TestContext.Current.CancellationToken);

    public Task<LedgerReport> VerifyAsync() =>
        _services.GetRequiredService<LedgerVerifier>().VerifyAsync(TestContext.Current.CancellationToken);

    public async Task ExecuteAsync(string sql)
    {
        await using var context = NewContext();
        await context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => Lifecycle.StoppedAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (!_isBeside)
        {
            await _database.DisposeAsync();
        }
    }
}
