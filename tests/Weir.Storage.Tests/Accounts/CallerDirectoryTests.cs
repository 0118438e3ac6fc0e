using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Admission.Rates;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Storage.RateLimits;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Accounts;

public sealed class CallerDirectoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Session_Live_IsItsUserWithTheUsersBudget(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var user = await accounts.AddUserAsync();
        var found = await accounts.FindSessionAsync(await accounts.AddSessionAsync(user));
        Assert.Equal(CallerStanding.Active, found.Standing);
        Assert.Equal(user.Id, found.Caller!.User.Value);
        Assert.NotNull(found.Caller.Session);
        Assert.Null(found.Caller.ApiKey);
        Assert.Single(found.Caller.Budgets);
    }

    [Theory]
    [EachEngine]
    public async Task ApiKey_Live_HasBothBudgetsAndItsModels(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var found = await accounts.FindKeyAsync(await accounts.AddKeyAsync(await accounts.AddUserAsync()));
        Assert.NotNull(found.Caller!.ApiKey);
        Assert.Equal(2, found.Caller.Budgets.Length);
        Assert.True(found.Caller.MayUse("claude-opus"));
        Assert.False(found.Caller.MayUse("claude-haiku"));
    }

    [Theory]
    [EachEngine]
    public async Task Rates_AreOnesOwnElseTheTemplates(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var (mia, tom) = (await accounts.AddUserAsync(), await accounts.AddUserAsync("tom"));
        var (ofMia, ofTom, session) = (await accounts.AddKeyAsync(mia), await accounts.AddKeyAsync(tom), await accounts.AddSessionAsync(mia));
        Assert.Empty((await accounts.FindKeyAsync(ofMia)).Caller!.Rates);

        await using (var db = accounts.NewContext())
        {
            db.RateLimits.AddRange(
                new RateLimit { Id = Guid.CreateVersion7(), SubjectKind = SubjectKind.User, RequestsPerMinute = 60 },
                new RateLimit { Id = Guid.CreateVersion7(), SubjectKind = SubjectKind.User, SubjectId = tom.Id, TokensPerMinute = 1_000 },
                new RateLimit { Id = Guid.CreateVersion7(), SubjectKind = SubjectKind.ApiKey, Concurrent = 2 });
            await db.SaveChangesAsync(Cancellation);
        }

        var key = (await accounts.FindKeyAsync(ofMia)).Caller!;
        RateScope[] expected = [new(SubjectKind.User, mia.Id, 60, null, null), new(SubjectKind.ApiKey, key.ApiKey!.Value.Value, null, null, 2)];
        Assert.Equal(expected, key.Rates);
        Assert.Equal(new(SubjectKind.User, tom.Id, null, 1_000, null), (await accounts.FindKeyAsync(ofTom)).Caller!.Rates[0]);
        Assert.Equal(expected[..1], (await accounts.FindSessionAsync(session)).Caller!.Rates);
    }

    [Theory]
    [EachEngine("")]
    [EachEngine("weir_")]
    [EachEngine("nobody's")]
    [EachEngine("weir_00000000000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Credential_Unknown_IsUnknown(Engine engine, string text)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(text));
        Assert.Equal(CallerLookup.Unknown, await accounts.FindSessionAsync(text));
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(text + new string('x', 10_000)));
    }

    [Theory]
    [EachEngine]
    public async Task ApiKey_OneCharacterOff_IsUnknown(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync());
        var wrong = key[..^10] + (key[^10] == 'A' ? 'B' : 'A') + key[^9..];
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(wrong));
        Assert.Equal(CallerStanding.Active, (await accounts.FindKeyAsync(key)).Standing);
    }

    [Theory]
    [EachEngine]
    public async Task Session_ShownAsApiKey_IsUnknownAlsoWhenCached(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        await accounts.FindSessionAsync(session);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(session));
    }

    [Theory]
    [EachEngine]
    public async Task Caller_AskedAgain_ComesFromMemory(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync());
        var first = await accounts.FindKeyAsync(key);
        Assert.Same(first.Caller, (await accounts.FindKeyAsync(key)).Caller);
    }

    [Theory]
    [EachEngine]
    public async Task ApiKey_ExpiredWhileCached_IsUnknown(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync(), accounts.Time.GetUtcNow().AddHours(1));
        Assert.Equal(CallerStanding.Active, (await accounts.FindKeyAsync(key)).Standing);
        accounts.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(key));
    }

    [Theory]
    [EachEngine]
    public async Task ApiKey_RevokedHere_IsUnknownAtOnce(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var key = await accounts.AddKeyAsync(await accounts.AddUserAsync());
        await accounts.FindKeyAsync(key);
        await using (var db = accounts.NewContext())
        {
            (await db.ApiKeys.SingleAsync(Cancellation)).RevokedAt = accounts.Time.GetUtcNow();
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(CallerLookup.Unknown, await accounts.FindKeyAsync(key));
    }

    [Theory]
    [EachEngine]
    public async Task User_Deactivated_IsInactiveByAnyCredential(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var user = await accounts.AddUserAsync();
        var (session, key) = (await accounts.AddSessionAsync(user), await accounts.AddKeyAsync(user));
        await accounts.FindSessionAsync(session);
        await accounts.ChangeAsync(user, row => row.IsActive = false);
        Assert.Equal(CallerLookup.Inactive, await accounts.FindSessionAsync(session));
        Assert.Equal(CallerLookup.Inactive, await accounts.FindKeyAsync(key));
    }

    [Theory]
    [EachEngine]
    public async Task Session_EndedBeforeItsUserCameBack_IsUnknown(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
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

    [Theory]
    [EachEngine]
    public async Task Session_Idle_IsUnknown(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var session = await accounts.AddSessionAsync(await accounts.AddUserAsync());
        accounts.Time.Advance(accounts.Settings.SessionIdle);
        Assert.Equal(CallerLookup.Unknown, await accounts.FindSessionAsync(session));
    }

    [Theory]
    [EachEngine]
    public async Task Session_InUse_SlidesUntilItsAbsoluteEnd(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
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

    [Theory]
    [EachEngine]
    public async Task Change_OfAnotherProcess_IsInForceOnceTheWatcherSawIt(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var user = await accounts.AddUserAsync();
        var key = await accounts.AddKeyAsync(user);
        var watcher = accounts.NewWatcher(accounts.Changes);
        await watcher.LookAsync(Cancellation);
        await accounts.FindKeyAsync(key);

        // Another process has a change count of its own, so this one's caches don't hear of what it commits.
        await using (var process = accounts.NewProcess())
        await using (var other = process.NewContext())
        {
            (await other.Users.SingleAsync(Cancellation)).IsActive = false;
            await other.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(CallerStanding.Active, (await accounts.FindKeyAsync(key)).Standing);
        await watcher.LookAsync(Cancellation);
        Assert.Equal(CallerLookup.Inactive, await accounts.FindKeyAsync(key));
    }

    [Theory]
    [EachEngine]
    public async Task Watcher_NothingChanged_LeavesTheCacheAlone(Engine engine)
    {
        await using var accounts = await AccountsHarness.StartAsync(engine);
        var watcher = accounts.NewWatcher(accounts.Changes);
        await watcher.LookAsync(Cancellation);
        var count = accounts.Changes.Count;
        await watcher.LookAsync(Cancellation);
        Assert.Equal(count, accounts.Changes.Count);
    }
}
