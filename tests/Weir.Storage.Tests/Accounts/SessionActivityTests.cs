using Microsoft.EntityFrameworkCore;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Accounts;

public sealed class SessionActivityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Use_WithinAMinute_IsNotWritten(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        var before = (await accounts.ReadSessionAsync()).LastSeenAt;
        accounts.Time.Advance(TimeSpan.FromSeconds(59));
        await accounts.FindSessionAsync(session);
        await accounts.Activity.WriteAsync(Cancellation);
        Assert.Equal(before, (await accounts.ReadSessionAsync()).LastSeenAt);
    }

    [Theory]
    [EachEngine]
    public async Task Use_AfterAMinute_IsWrittenAndDropsNoCache(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        accounts.Time.Advance(TimeSpan.FromMinutes(1));
        await accounts.FindSessionAsync(session);
        var changes = accounts.Changes.Count;
        await accounts.Activity.WriteAsync(Cancellation);
        Assert.Equal(accounts.Time.GetUtcNow(), (await accounts.ReadSessionAsync()).LastSeenAt);
        Assert.Equal(changes, accounts.Changes.Count);
    }

    [Theory]
    [EachEngine]
    public async Task Stop_WithUnwrittenUse_WritesIt(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        await accounts.Activity.StartAsync(Cancellation);
        accounts.Time.Advance(TimeSpan.FromSeconds(30));
        accounts.Activity.Saw(new((await accounts.ReadSessionAsync()).Id), accounts.Time.GetUtcNow());
        await accounts.Activity.StopAsync(Cancellation);
        Assert.Equal(accounts.Time.GetUtcNow(), (await accounts.ReadSessionAsync()).LastSeenAt);
    }

    [Theory]
    [EachEngine]
    public async Task Removal_TakesEndedAndIdleSessionsOnly(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var user = await accounts.AddUserAsync();
        await accounts.AddSessionAsync(user);
        await using (var db = accounts.NewContext())
        {
            (await db.Sessions.SingleAsync(Cancellation)).EndedAt = accounts.Time.GetUtcNow();
            await db.SaveChangesAsync(Cancellation);
        }

        await accounts.Activity.RemoveEndedAsync(Cancellation);
        Assert.Equal(1, await CountAsync(accounts));

        accounts.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await accounts.AddSessionAsync(user);
        await accounts.Activity.RemoveEndedAsync(Cancellation);
        Assert.Null((await accounts.ReadSessionAsync()).EndedAt);

        accounts.Time.Advance(accounts.Settings.SessionIdle + TimeSpan.FromSeconds(1));
        await accounts.Activity.RemoveEndedAsync(Cancellation);
        Assert.Equal(0, await CountAsync(accounts));
    }

    private static async Task<int> CountAsync(AccountsHarness accounts)
    {
        await using var db = accounts.NewContext();
        return await db.Sessions.CountAsync(Cancellation);
    }
}
