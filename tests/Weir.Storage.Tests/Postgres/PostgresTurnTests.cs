using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;
using Xunit;

namespace Weir.Storage.Tests.Postgres;

/// <summary>What SQLite's one writer never meets: transactions that undo each other.</summary>
public sealed class PostgresTurnTests : IAsyncLifetime
{
    private PostgresCopy _database = null!;
    private ServiceProvider _process = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresCopy.MakeMigratedAsync();
        _process = _database.NewProcess();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A transaction that waits for nothing must not wait for another's end: a slow one would hold up everybody.</summary>
    [Fact]
    public async Task Turns_Two_AreInTheirWorkAtTheSameTime()
    {
        var met = new TaskCompletionSource();
        var first = TakeAsync(async _ => await met.Task);
        await TakeAsync(_ =>
        {
            met.SetResult();
            return Task.CompletedTask;
        });
        await first;
        Assert.True(met.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Turn_UndoneByAnother_RunsAgainWithItsContextAsItWas()
    {
        var id = await AddUserAsync("mia");
        await using var db = _process.NewContext();
        var user = await db.Users.SingleAsync(row => row.Id == id, Cancellation);
        user.PhoneNumber = "1";
        var runs = 0;
        await db.InTurnAsync(
            async () =>
            {
                Assert.Equal((null, "1"), (user.Email, user.PhoneNumber));
                Assert.Single(db.ChangeTracker.Entries());
                user.Email = $"{++runs}@example.org";
                db.Users.Add(NewUser("eve"));
                if (runs == 1)
                {
                    Assert.Equal(1, await db.Users.CountAsync(Cancellation));
                    await AddUserAsync("tom");
                }

                return await db.SaveChangesAsync(Cancellation);
            },
            Cancellation);

        Assert.Equal(2, runs);
        await using var look = _process.NewContext();
        Assert.Equal(["eve", "mia", "tom"], await look.Users.OrderBy(row => row.UserName).Select(row => row.UserName).ToListAsync(Cancellation));
        var saved = await look.Users.SingleAsync(row => row.Id == id, Cancellation);
        Assert.Equal(("2@example.org", "1"), (saved.Email, saved.PhoneNumber));
    }

    [Fact]
    public async Task Turn_InADeadlock_RunsAgain()
    {
        var (one, other) = (await AddUserAsync("one"), await AddUserAsync("other"));
        var (hasOne, hasOther) = (new TaskCompletionSource(), new TaskCompletionSource());
        await Task.WhenAll(
            TakeAsync(db => UpdateBothAsync(db, one, other, hasOne, hasOther.Task)),
            TakeAsync(db => UpdateBothAsync(db, other, one, hasOther, hasOne.Task)));
        await using var look = _process.NewContext();
        Assert.All(await look.Users.ToListAsync(Cancellation), user => Assert.Equal(2, user.AccessFailedCount));
    }

    [Fact]
    public async Task Turn_UndoneEachTime_GivesUpInTheEnd()
    {
        await AddUserAsync("mia");
        var runs = 0;
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => TakeAsync(async db =>
        {
            runs++;
            db.Users.Add(NewUser("mia"));
            await db.SaveChangesAsync(Cancellation);
        }));
        Assert.Equal(10, runs);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, Assert.IsType<PostgresException>(failure.InnerException).SqlState);
    }

    /// <summary>Else the many whom one undid would undo each other again and again. It then sees what was committed while it waited.</summary>
    [Fact]
    public async Task Turn_RunningAgain_WaitsForAnotherThatDoesAndSeesWhatItCommitted()
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var other = await source.OpenConnectionAsync(Cancellation);
        await RunAsync(other, "BEGIN; LOCK TABLE config_version IN SHARE UPDATE EXCLUSIVE MODE");
        var runs = 0;
        var turn = TakeAsync(async db =>
        {
            var users = await db.Users.CountAsync(Cancellation);
            if (++runs == 1)
            {
                await AddUserAsync("tom");
            }

            db.Users.Add(NewUser($"user-{users}"));
            await db.SaveChangesAsync(Cancellation);
        });
        await Eventually.IsTrueAsync(async () => await CountWaitingAsync(source) == 1, Cancellation);
        await AddUserAsync("eve");
        Assert.Equal((1, 1L), (runs, await CountWaitingAsync(source)));

        await RunAsync(other, "COMMIT");
        await turn;
        Assert.Equal(2, runs);
        await using var look = _process.NewContext();
        Assert.Equal(["eve", "tom", "user-2"], await look.Users.OrderBy(row => row.UserName).Select(row => row.UserName).ToListAsync(Cancellation));
    }

    private static async Task UpdateBothAsync(WeirDbContext db, Guid first, Guid second, TaskCompletionSource hasFirst, Task hasOther)
    {
        await CountUpAsync(db, first);
        hasFirst.TrySetResult();
        await hasOther;
        await CountUpAsync(db, second);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<long> CountWaitingAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_locks WHERE relation = 'config_version'::regclass AND NOT granted");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static Task<int> CountUpAsync(WeirDbContext db, Guid id) => db.Users.Where(user => user.Id == id)
        .ExecuteUpdateAsync(row => row.SetProperty(user => user.AccessFailedCount, user => user.AccessFailedCount + 1), Cancellation);

    private async Task TakeAsync(Func<WeirDbContext, Task> work)
    {
        await using var db = _process.NewContext();
        await db.InTurnAsync(
            async () =>
            {
                await work(db);
                return 0;
            },
            Cancellation);
    }

    private async Task<Guid> AddUserAsync(string name)
    {
        await using var db = _process.NewContext();
        var user = NewUser(name);
        db.Users.Add(user);
        await db.SaveChangesAsync(Cancellation);
        return user.Id;
    }

    private static User NewUser(string name) => new() { Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant() };
}
