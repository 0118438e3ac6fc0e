using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Weir.Storage.Accounts;
using Weir.Storage.Clock;
using Weir.Storage.Model;
using Weir.Storage.Postgres;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;
using Weir.TestKit.Postgres;
using Xunit;

namespace Weir.Storage.Tests.Postgres;

/// <summary>The server is cut off, and comes back.</summary>
public sealed class PostgresTroubleTests : IAsyncLifetime
{
    private CutOff _cutOff = null!;
    private PostgresDatabase _server = null!;
    private PostgresCopy _database = null!;
    private ServiceProvider? _running;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FakeTimeProvider Time { get; } = new();

    private ServiceProvider Process => _running!;

    public async ValueTask InitializeAsync()
    {
        var server = await PostgresServer.SharedAsync();
        _cutOff = new(server.Port);
        _server = await server.NewDatabaseAsync(Cancellation);
        _database = new(_server, _server.UrlThrough(_cutOff));
        await _database.MigrateAsync(Cancellation);
        await StartProcessAsync(_database.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _cutOff.Restore();
        await Process.DisposeAsync();
        await _database.DisposeAsync();
        await _cutOff.DisposeAsync();
    }

    /// <summary>As on SQLite: who waits for a database's trouble to pass catches a <see cref="DbException"/>, and nothing else.</summary>
    [Fact]
    public async Task Query_ServerRefuses_FailsAsADatabaseDoesAndRecoversAtOnce()
    {
        await FillPoolAsync(10);
        _cutOff.Refuse();
        await Assert.ThrowsAnyAsync<DbException>(AskAsync);
        await Assert.ThrowsAnyAsync<DbException>(AskAsync);

        _cutOff.Restore();
        await AssertRecoversAsync(within: TimeSpan.FromSeconds(5));
    }

    /// <summary>The time that the command has, and once more the time to connect, in which the driver tries to have it cancelled.</summary>
    [Fact]
    public async Task Query_ServerSilent_FailsInTimeAndRecoversAtOnce()
    {
        await StartProcessAsync(_database.Url + "?command_timeout=2&connect_timeout=1");
        await FillPoolAsync(10);
        _cutOff.BlackHole();
        var began = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<DbException>(AskAsync);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 2, 3.9);

        _cutOff.Restore();
        await AssertRecoversAsync(within: TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Write_ConnectionReset_IsNotRunAgain()
    {
        await using var db = Process.NewContext();
        var runs = 0;
        await Assert.ThrowsAnyAsync<Exception>(() => db.InTurnAsync(
            async () =>
            {
                runs++;
                db.Users.Add(new User { Id = Guid.CreateVersion7(), UserName = "mia" });
                _cutOff.Reset();
                return await db.SaveChangesAsync(Cancellation);
            },
            Cancellation));
        Assert.Equal(1, runs);
    }

    /// <summary>While revocations cannot be heard, nothing cached is trusted.</summary>
    [Fact]
    public async Task Watcher_ServerSilent_DropsWhatIsCachedWithinASecond()
    {
        var changes = Process.GetRequiredService<ConfigChanges>();
        using var watcher = ActivatorUtilities.CreateInstance<ConfigVersionWatcher>(Process);
        await watcher.LookAsync(Cancellation);
        _cutOff.BlackHole();
        await watcher.StartAsync(Cancellation);
        var before = changes.Count;
        await Eventually.IsTrueAsync(
            () =>
            {
                Time.Advance(ConfigVersionWatcher.Interval);
                return changes.Count > before;
            },
            Cancellation,
            TimeSpan.FromSeconds(5));
        Assert.True(changes.Count > before);

        _cutOff.Restore();
        await watcher.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Clock_OfTheServer_IsKnownFromTheStart()
    {
        var upkeep = Process.GetServices<IHostedService>().OfType<ClockUpkeep>().Single();
        await upkeep.StartAsync(Cancellation);
        // The tests' server has this machine's clock, and the fake one of the process stands at the year 2000.
        var difference = TimeProvider.System.GetUtcNow() - Process.GetRequiredService<DatabaseClock>().GetUtcNow();
        Assert.InRange(difference.Duration().TotalSeconds, 0, 2);
        await upkeep.StopAsync(Cancellation);
    }

    [Theory]
    [InlineData("synchronous_commit", "on")]
    [InlineData("idle_in_transaction_session_timeout", "30s")]
    [InlineData("application_name", "weir")]
    public async Task Setting_OfTheConnection_IsWeirs(string setting, string value)
    {
        // The server's own would lose what it has said yes to.
        await using var admin = Npgsql.NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = admin.CreateCommand($"ALTER DATABASE {_server.Name} SET synchronous_commit = off");
        await command.ExecuteNonQueryAsync(Cancellation);

        await using var process = _database.NewProcess();
        await using var db = process.NewContext();
        Assert.Equal(value, await db.Database.SqlQuery<string>($"SELECT current_setting({setting}) AS \"Value\"").SingleAsync(Cancellation));
    }

    [Fact]
    public void Address_Wrong_IsRefusedWithoutBeingShown()
    {
        var refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddPostgresStorage("postgres://weir:s3cret@/weir"));
        Assert.Contains("names no server", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }

    private async Task StartProcessAsync(string url)
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        _running = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddPostgresStorage(url)
            .AddAccountsStorage(new AccountsSettings())
            .BuildServiceProvider();
    }

    private async Task<long> AskAsync()
    {
        await using var db = Process.NewContext();
        return (await db.ConfigVersions.AsNoTracking().SingleAsync(Cancellation)).Version;
    }

    /// <summary>Connections that lie idle when the trouble comes.</summary>
    private async Task FillPoolAsync(int connections)
    {
        var contexts = Enumerable.Range(0, connections).Select(_ => Process.NewContext()).ToArray();
        await Task.WhenAll(contexts.Select(db => db.Database.OpenConnectionAsync(Cancellation)));
        await Task.WhenAll(contexts.Select(db => db.DisposeAsync().AsTask()));
    }

    /// <summary>All that is asked is answered again, not only now and then.</summary>
    private async Task AssertRecoversAsync(TimeSpan within)
    {
        var inARow = 0;
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    Assert.Equal(1, await AskAsync());
                    return ++inARow == 30;
                }
                catch (DbException)
                {
                    inARow = 0;
                    return false;
                }
            },
            Cancellation,
            within);
    }
}
