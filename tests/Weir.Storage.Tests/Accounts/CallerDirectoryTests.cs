using Microsoft.EntityFrameworkCore;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Xunit;

namespace Weir.Storage.Tests.Accounts;

public sealed class CallerDirectoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_Live_IsItsUserWithTheUsersBudget()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var user = await accounts.AddUserAsync();
        var found = await accounts.FindSessionAsync(await accounts.AddSessionAsync(user));
        Assert.Equal(CallerStanding.Active, found.Standing);
        Assert.Equal(user.Id, found.Caller!.User.Value);
        Assert.NotNull(found.Caller.Session);
        Assert.Null(found.Caller.ApiKey);
        Assert.Single(found.Caller.Budgets);
    }

    [Fact]
    public async Task ApiKey_Live_HasBothBudgetsAndItsModels()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var found = await accounts.FindKeyAsync(await accounts.AddKeyAsync(await accounts.AddUserAsync()));
        Assert.NotNull(found.Caller!.ApiKey);
        Assert.Equal(2, found.Caller.Budgets.Length);
        Assert.True(found.Caller.MayUse("claude-opus"));
        Assert.False(found.Caller.MayUse("claude-haiku"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("weir_")]
    [InlineData("nobody's")]
    [InlineData("weir_00000000000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Credential_Unknown_IsUnknown(string text)
    {
        await using var accounts = await AccountsHarness.StartAsync();
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(text));
        Assert.Equal(CallerLookup.Unknown, await accounts.FindSessionAsync(text));
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(text + new string('x', 10_000)));
    }

    [Fact]
    public async Task ApiKey_OneCharacterOff_IsUnknown()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync());
        var wrong = key[..^10] + (key[^10] == 'A' ? 'B' : 'A') + key[^9..];
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(wrong));
        Assert.Equal(CallerStanding.Active, (await accounts.FindKeyAsync(key)).Standing);
    }

    [Fact]
    public async Task Session_ShownAsApiKey_IsUnknownAlsoWhenCached()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        await accounts.FindSessionAsync(session);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(session));
    }

    [Fact]
    public async Task Caller_AskedAgain_ComesFromMemory()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync());
        var first = await accounts.FindKeyAsync(key);
        Assert.Same(first.Caller, (await accounts.FindKeyAsync(key)).Caller);
    }

    [Fact]
    public async Task ApiKey_ExpiredWhileCached_IsUnknown()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync(), accounts.Time.GetUtcNow().AddHours(1));
        Assert.Equal(CallerStanding.Active, (await accounts.FindKeyAsync(key)).Standing);
        accounts.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(key));
    }

    [Fact]
    public async Task ApiKey_RevokedHere_IsUnknownAtOnce()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync());
        await accounts.FindKeyAsync(key);
        await using (var db = accounts.NewContext())
        {
            (await db.ApiKeys.SingleAsync(Cancellation)).RevokedAt = accounts.Time.GetUtcNow();
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(key));
    }

    [Fact]
    public async Task User_Deactivated_IsInactiveByAnyCredential()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var user = await accounts.AddUserAsync();
        var (session, key) = (await accounts.AddSessionAsync(user), await accounts.AddKeyAsync(user));
        await accounts.FindSessionAsync(session);
        await accounts.ChangeAsync(user, row => row.IsActive = false);
        Assert.Equal(CallerLookup.Inactive, await accounts.FindSessionAsync(session));
        Assert.Equal(CallerLookup.Inactive, await accounts.FindKeyAsync(key));
    }

    [Fact]
    public async Task Session_EndedBeforeItsUserCameBack_IsUnknown()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var user = await accounts.AddUserAsync();
        var session = await accounts.AddSessionAsync(user);
        await using (var db = accounts.NewContext())
        {
            (await db.Sessions.SingleAsync(Cancellation)).EndedAt = accounts.Time.GetUtcNow();
            (await db.Users.SingleAsync(Cancellation)).IsActive = false;
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(CallerLookup.Inactive, await accounts.FindSessionAsync(session));
        await accounts.ChangeAsync(user, row => row.IsActive = true);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindSessionAsync(session));
    }

    [Fact]
    public async Task Session_Idle_IsUnknown()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        accounts.Time.Advance(accounts.Settings.SessionIdle);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindSessionAsync(session));
    }

    [Fact]
    public async Task Session_InUse_SlidesUntilItsAbsoluteEnd()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        var step = TimeSpan.FromDays(10);
        for (var age = step; age < accounts.Settings.SessionLifetime; age += step)
        {
            accounts.Time.Advance(step);
            Assert.Equal(CallerStanding.Active, (await accounts.FindSessionAsync(session)).Standing);
        }

        accounts.Time.Advance(step);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindSessionAsync(session));
    }

    [Fact]
    public async Task Change_OfAnotherProcess_IsInForceOnceTheWatcherSawIt()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var user = await accounts.AddUserAsync();
        var key = await accounts.AddKeyAsync(user);
        var watcher = accounts.NewWatcher(accounts.Changes);
        await watcher.LookAsync(Cancellation);
        await accounts.FindKeyAsync(key);

        // Another process has a change count of its own, so this one's caches don't hear of what it commits.
        var options = new DbContextOptionsBuilder<WeirDbContext>();
        Sqlite.SqliteStorage.Configure(options, accounts.DatabasePath);
        await using (var other = new WeirDbContext(options.Options, new WriteGate(), new ConfigChanges()))
        {
            (await other.Users.SingleAsync(Cancellation)).IsActive = false;
            await other.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(CallerStanding.Active, (await accounts.FindKeyAsync(key)).Standing);
        await watcher.LookAsync(Cancellation);
        Assert.Equal(CallerLookup.Inactive, await accounts.FindKeyAsync(key));
    }

    [Fact]
    public async Task Watcher_NothingChanged_LeavesTheCacheAlone()
    {
        await using var accounts = await AccountsHarness.StartAsync();
        var watcher = accounts.NewWatcher(accounts.Changes);
        await watcher.LookAsync(Cancellation);
        var count = accounts.Changes.Count;
        await watcher.LookAsync(Cancellation);
        Assert.Equal(count, accounts.Changes.Count);
    }
}
