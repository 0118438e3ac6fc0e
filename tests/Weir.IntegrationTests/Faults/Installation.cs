using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Running;
using Weir.Storage.Model;
using Weir.Storage.Postgres;
using Weir.Storage.Sqlite;
using Weir.TestKit.Postgres;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>What the processes of one installation share: an upstream, an administrator and a store, into which the tests look from outside.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string MasterKey = "six purple otters sing at midnight";

    private const string Username = "caller";

    private readonly HttpClientHandler _session = new();
    private readonly string _dataFolder;
    private readonly Dictionary<string, string> _environment;
    private readonly ServiceProvider _services;
    private readonly string _holdSettlements;
    private bool _hasUser;

    private Installation(FakeUpstream upstream, string dataFolder, string? databaseUrl, Action<IServiceCollection> addStorage, string holdSettlements)
    {
        (_dataFolder, _holdSettlements) = (dataFolder, holdSettlements);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        addStorage(services);
        _services = services.BuildServiceProvider();
        _environment = new()
        {
            ["WEIR_ADMIN_PASSWORD"] = WeirHost.AdminPassword,
            ["ANTHROPIC_API_KEY"] = "sk-ant-of-the-server",
            ["ANTHROPIC_BASE_URL"] = upstream.Address.ToString(),
        };
        if (databaseUrl is not null)
        {
            (_environment["DATABASE_URL"], _environment["WEIR_MASTER_KEY"]) = (databaseUrl, MasterKey);
        }
    }

    /// <summary>Modes of files don't bind root, unless it gives up the capability to overstep them.</summary>
    private static string[] Through => Environment.IsPrivilegedProcess
        ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", .. FileSizeLimit.Tolerant]
        : FileSizeLimit.Tolerant;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Installation OnSqlite(FakeUpstream upstream, string dataFolder) =>
        new(upstream, dataFolder, null, services => services.AddSqliteStorage(Path.Combine(dataFolder, "weir.db")), "BEGIN IMMEDIATE");

    /// <param name="upstream">What stands behind it.</param>
    /// <param name="dataFolder">Where its processes stand; nothing is kept there.</param>
    /// <param name="database">Its database, which the tests reach around every fault.</param>
    /// <param name="cutOff">What its processes reach it by; null for the straight way.</param>
    public static Installation OnPostgres(FakeUpstream upstream, string dataFolder, PostgresDatabase database, CutOff? cutOff = null) => new(
        upstream,
        dataFolder,
        cutOff is null ? database.Url : database.UrlThrough(cutOff),
        // A pool would keep connections that a killed server has broken.
        services => services.AddPostgresStorage($"{database.Url}?Pooling=false"),
        "BEGIN; LOCK TABLE token_usage IN SHARE MODE");

    /// <summary>One more process, when it is ready.</summary>
    public Task<ProcessUnderTest> StartAsync() => ProcessUnderTest.StartAsync(Settings([]), Cancellation);

    /// <summary>Several at once, as a roll-out starts them.</summary>
    public Task<ProcessUnderTest[]> StartAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync()));

    /// <summary>An account with a budget, made by way of a process that runs.</summary>
    public async Task<LoadAccount> AddAccountAsync(ProcessUnderTest weir, string name, long limit)
    {
        using var client = new HttpClient(_session, disposeHandler: false) { BaseAddress = weir.Address };
        if (!_hasUser)
        {
            await SignInAsync(client, "admin");
            await WeirHost.JsonAsync(await client.PostAsJsonAsync("/admin/api/users", new { username = Username, password = WeirHost.AdminPassword }, Cancellation), Cancellation);
            _hasUser = true;
        }

        // Anew each time: making a key wants a password that was entered lately.
        await SignInAsync(client, Username);
        return new(name, await WeirHost.AddKeyAsync(client, limit, Cancellation), limit);
    }

    /// <summary>Changes something that pages and commands change, too. False: it was refused, in clear words.</summary>
    public async Task<bool> TryWriteAsync(ProcessUnderTest weir)
    {
        using var client = new HttpClient(_session, disposeHandler: false) { BaseAddress = weir.Address };
        using var made = await client.PostAsJsonAsync("/api/keys", new { name = "another" }, Cancellation);
        Assert.True(made.IsSuccessStatusCode || made is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null }, $"{made}\n{await made.Content.ReadAsStringAsync(Cancellation)}");
        return made.IsSuccessStatusCode;
    }

    /// <summary>What its processes may do with the files of the SQLite database.</summary>
    public void Allow(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(_dataFolder, "weir.db*"))
            {
                File.SetUnixFileMode(file, mode);
            }
        }
    }

    /// <summary>From now on no attempt can be settled, until what is returned is disposed of.</summary>
    public async Task<IAsyncDisposable> HoldSettlementsAsync()
    {
        var context = await NewContextAsync();
        await context.Database.OpenConnectionAsync(Cancellation);
        await context.Database.ExecuteSqlRawAsync(_holdSettlements, Cancellation);
        return new HeldSettlements(context);
    }

    public async Task<WeirDbContext> NewContextAsync()
    {
        var context = await _services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }

    /// <summary>As an operator asks for it: <c>weir ledger verify</c>.</summary>
    public async Task AssertCleanAsync()
    {
        await using var verify = await ProcessUnderTest.RunAsync(Settings(["ledger", "verify"]), Cancellation);
        Assert.True(verify.ExitCode == 0, verify.Output);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _services.DisposeAsync();
        // The folder is going to be deleted, and the pool has its file open.
        SqliteConnection.ClearAllPools();
    }

    private static async Task SignInAsync(HttpClient client, string username) =>
        await WeirHost.JsonAsync(await client.PostAsJsonAsync("/auth/login", new { username, password = WeirHost.AdminPassword }, Cancellation), Cancellation);

    private LaunchSettings Settings(string[] arguments)
    {
        var settings = new LaunchSettings { DataFolder = _dataFolder, Arguments = arguments, Through = Through, StartPatience = TimeSpan.FromSeconds(60) };
        foreach (var (name, value) in _environment)
        {
            settings.Environment[name] = value;
        }

        return settings;
    }
}
