using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Model;

/// <summary>What <see cref="WeirDbContext.InTurnAsync"/> promises on either engine: as if no other write were in between.</summary>
public sealed class TurnTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Turns_ThatCountAndAdd_NeverPassTheLimit(Engine engine)
    {
        const int Limit = 5;
        await using var database = await FreshDatabase.MakeAsync(engine);
        var added = await RaceAsync(database, 40, (db, i) => db.InTurnAsync(
            async () =>
            {
                if (await db.Users.CountAsync(Cancellation) >= Limit)
                {
                    return false;
                }

                db.Users.Add(NewUser($"user-{i}"));
                await db.SaveChangesAsync(Cancellation);
                return true;
            },
            Cancellation));

        Assert.Equal(Limit, added.Count(isAdded => isAdded));
        await using var process = database.NewProcess();
        await using var look = process.NewContext();
        Assert.Equal(Limit, await look.Users.CountAsync(Cancellation));
    }

    [Theory]
    [EachEngine]
    public async Task Turns_ForOneName_AllButOneSeeThatItIsTaken(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        var added = await RaceAsync(database, 40, (db, _) => db.InTurnAsync(
            async () =>
            {
                if (await db.Users.AnyAsync(user => user.NormalizedUserName == "MIA", Cancellation))
                {
                    return false;
                }

                db.Users.Add(NewUser("mia"));
                await db.SaveChangesAsync(Cancellation);
                return true;
            },
            Cancellation));
        Assert.Single(added, isAdded => isAdded);
    }

    [Theory]
    [EachEngine]
    public async Task Changes_ManyAtOnce_EachBumpsTheVersion(Engine engine)
    {
        const int Count = 60;
        await using var database = await FreshDatabase.MakeAsync(engine);
        await RaceAsync(database, Count, async (db, i) =>
        {
            db.Users.Add(NewUser($"user-{i}"));
            return await db.SaveChangesAsync(Cancellation);
        });

        await using var process = database.NewProcess();
        await using var look = process.NewContext();
        Assert.Equal(Count, await look.Users.CountAsync(Cancellation));
        Assert.Equal(1 + Count, (await look.ConfigVersions.AsNoTracking().SingleAsync(Cancellation)).Version);
    }

    [Theory]
    [EachEngine]
    public async Task Turn_ThatFails_LeavesNothingAndRunsOnce(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        await using var db = process.NewContext();
        var runs = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.InTurnAsync<int>(
            async () =>
            {
                runs++;
                db.Users.Add(NewUser("mia"));
                await db.SaveChangesAsync(Cancellation);
                throw new InvalidOperationException("a bug");
            },
            Cancellation));
        Assert.Equal(1, runs);
        Assert.Equal(0, await db.Users.CountAsync(Cancellation));
    }

    /// <summary>Before anybody looked: the change must be announced, or this process would go on with what it had cached.</summary>
    [Theory]
    [EachEngine]
    public async Task Turn_WithAChange_IsAnnouncedAfterItsCommit(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        var changes = process.GetRequiredService<ConfigChanges>();
        await using var db = process.NewContext();
        var during = await db.InTurnAsync(
            async () =>
            {
                db.Users.Add(NewUser("mia"));
                await db.SaveChangesAsync(Cancellation);
                return changes.Count;
            },
            Cancellation);
        Assert.Equal(0, during);
        Assert.Equal(1, changes.Count);
    }

    /// <summary>Runs work that many callers of three processes do at the same moment; of one on SQLite, whose file has one.</summary>
    private static async Task<IReadOnlyCollection<T>> RaceAsync<T>(FreshDatabase database, int callers, Func<WeirDbContext, int, Task<T>> work)
    {
        var processes = Enumerable.Range(0, database is SqliteFile ? 1 : 3).Select(_ => database.NewProcess()).ToArray();
        var results = new ConcurrentBag<T>();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(i => Task.Run(
            async () =>
            {
                await using var db = processes[i % processes.Length].NewContext();
                results.Add(await work(db, i));
            },
            Cancellation)));
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        return results;
    }

    private static User NewUser(string name) => new() { Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant() };
}
