using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.StoredStates;
using Weir.Storage.Tests.Accounts;
using Weir.Storage.Tests.Engines;
using Weir.TestKit;
using Xunit;

namespace Weir.Storage.Tests.StoredStates;

public sealed class StoredStateBookTests
{
    private static readonly UserId Mia = UserId.New();

    private static readonly UserId Ben = UserId.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Id_JustTold_IsKnownAtOnceAndOnlyToItsUser(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);

        accounts.StoredStates.Remember(Mia, "openai", ["resp_1", "msg_1"]);

        Assert.Equal("openai", await accounts.StoredStates.FindAsync(Mia, "resp_1", Cancellation));
        Assert.Equal("openai", await accounts.StoredStates.FindAsync(Mia, "msg_1", Cancellation));
        Assert.Null(await accounts.StoredStates.FindAsync(Ben, "resp_1", Cancellation));
        Assert.Null(await accounts.StoredStates.FindAsync(Mia, "resp_2", Cancellation));
    }

    [Theory]
    [EachEngine]
    public async Task Id_OnceWritten_IsKnownToEveryProcessByItsHash(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        accounts.StoredStates.Remember(Mia, "openai", ["resp_1"]);
        Assert.Null(await accounts.NewStoredStates().FindAsync(Mia, "resp_1", Cancellation));

        await accounts.StoredStates.WriteAsync(Cancellation);

        Assert.Equal("openai", await accounts.StoredStates.FindAsync(Mia, "resp_1", Cancellation));
        Assert.Equal("openai", await accounts.NewStoredStates().FindAsync(Mia, "resp_1", Cancellation));
        Assert.Null(await accounts.NewStoredStates().FindAsync(Ben, "resp_1", Cancellation));
        await using var db = accounts.NewContext();
        Assert.Equal(SHA256.HashData("resp_1"u8), (await db.StoredStates.SingleAsync(Cancellation)).Hash);
    }

    [Theory]
    [EachEngine]
    public async Task Id_ToldToTwoUsers_IsBoths(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        accounts.StoredStates.Remember(Mia, "openai", ["container_1"]);
        accounts.StoredStates.Remember(Ben, "anthropic", ["container_1"]);

        await accounts.StoredStates.WriteAsync(Cancellation);

        Assert.Equal("openai", await accounts.StoredStates.FindAsync(Mia, "container_1", Cancellation));
        Assert.Equal("anthropic", await accounts.StoredStates.FindAsync(Ben, "container_1", Cancellation));
    }

    [Theory]
    [EachEngine]
    public async Task Id_OlderThanAMonth_IsForgotten(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        accounts.StoredStates.Remember(Mia, "openai", ["old", "told again"]);
        await accounts.StoredStates.WriteAsync(Cancellation);
        accounts.Time.Advance(StoredStateBook.Memory);
        Assert.NotNull(await accounts.StoredStates.FindAsync(Mia, "old", Cancellation));
        accounts.StoredStates.Remember(Mia, "openai", ["told again"]);
        await accounts.StoredStates.WriteAsync(Cancellation);

        accounts.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await accounts.StoredStates.FindAsync(Mia, "old", Cancellation));
        Assert.NotNull(await accounts.StoredStates.FindAsync(Mia, "told again", Cancellation));
        await accounts.StoredStates.RemoveOldAsync(Cancellation);
        await using var db = accounts.NewContext();
        Assert.Equal(SHA256.HashData("told again"u8), (await db.StoredStates.SingleAsync(Cancellation)).Hash);
    }

    [Theory]
    [EachEngine]
    public async Task Writing_MoreThanABatch_DropsNoCachesAndLosesNothing(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var changes = accounts.Changes.Count;
        var ids = Enumerable.Range(0, 250).Select(i => $"id_{i}").ToArray();
        accounts.StoredStates.Remember(Mia, "openai", ids);

        await accounts.StoredStates.WriteAsync(Cancellation);
        await accounts.StoredStates.WriteAsync(Cancellation);
        await accounts.StoredStates.WriteAsync(Cancellation);

        await using var db = accounts.NewContext();
        Assert.Equal(ids.Length, await db.StoredStates.CountAsync(Cancellation));
        Assert.Equal(changes, accounts.Changes.Count);
    }

    [Theory]
    [EachEngine]
    public async Task Store_InTrouble_KeepsIdsUntilTheyAreWritten(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        await using var db = accounts.NewContext();
        accounts.StoredStates.Remember(Mia, "openai", ["resp_1"]);
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE stored_states RENAME TO elsewhere", Cancellation);

        await Assert.ThrowsAnyAsync<DbException>(() => accounts.StoredStates.WriteAsync(Cancellation));

        Assert.Equal("openai", await accounts.StoredStates.FindAsync(Mia, "resp_1", Cancellation));
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE elsewhere RENAME TO stored_states", Cancellation);
        await accounts.StoredStates.WriteAsync(Cancellation);
        Assert.Equal("openai", await accounts.NewStoredStates().FindAsync(Mia, "resp_1", Cancellation));
    }

    [Theory]
    [EachEngine]
    public async Task Owner_ThatRuns_WritesWhatIsTold(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        await accounts.StoredStates.StartAsync(Cancellation);

        accounts.StoredStates.Remember(Mia, "openai", ["resp_1"]);

        var holder = await Eventually.GetsAsync(
            async () =>
            {
                accounts.Time.Advance(TimeSpan.FromMilliseconds(100));
                return await accounts.NewStoredStates().FindAsync(Mia, "resp_1", Cancellation);
            },
            found => found is not null,
            Cancellation);
        await accounts.StoredStates.StopAsync(Cancellation);

        Assert.Equal("openai", holder);
    }

    [Theory]
    [EachEngine]
    public async Task Stop_WithUnwrittenIds_WritesThem(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        await accounts.StoredStates.StartAsync(Cancellation);
        accounts.StoredStates.Remember(Mia, "openai", [.. Enumerable.Range(0, 250).Select(i => $"id_{i}")]);

        await accounts.StoredStates.StopAsync(Cancellation);

        await using var db = accounts.NewContext();
        Assert.Equal(250, await db.StoredStates.CountAsync(Cancellation));
    }
}
