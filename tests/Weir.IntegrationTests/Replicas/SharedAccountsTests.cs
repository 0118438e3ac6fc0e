using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Weir.SetUp;
using Weir.Storage.Model;
using Weir.TestKit;
using Weir.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Replicas.ReplicaPair;

namespace Weir.IntegrationTests.Replicas;

/// <summary>People and secrets of two Weirs on one database.</summary>
public sealed class SharedAccountsTests
{
    /// <summary>Half a second until the other looks, and what a busy machine adds to a second.</summary>
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Session_BegunAtOne_IsGoodAtTheOtherUntilItEndsThere()
    {
        await using var pair = await ReplicaPair.StartAsync(null);
        using var client = pair.Other.NewClient();
        var cookie = await client.CookieAsync("admin");
        using var one = pair.One.NewClient();
        Assert.Equal(200, (await one.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Status);

        Assert.Equal(200, (await client.AskAsync("POST", "/auth/logout", null, ("Cookie", cookie))).Status);

        await Eventually.IsTrueAsync(async () => (await one.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Status == 401, Cancellation, Dead);
    }

    [Fact]
    public async Task Key_MadeAtOne_WorksAtTheOtherAndIsDeadThereOnceRevoked()
    {
        await using var pair = await ReplicaPair.StartAsync(null);
        var (_, made) = await pair.One.Admin.AskAsync("POST", "/api/keys", new { name = "shared" });
        using var other = pair.Other.NewClient();
        var key = ("x-api-key", made.GetProperty("key").GetString()!);
        Assert.Equal(200, (await other.AskAsync("GET", "/auth/me", null, key)).Status);

        Assert.Equal(200, (await pair.One.Admin.AskAsync("DELETE", $"/api/keys/{made.GetProperty("id").GetGuid()}")).Status);

        await Eventually.IsTrueAsync(async () => (await other.AskAsync("GET", "/auth/me", null, key)).Status == 401, Cancellation, Dead);
    }

    [Fact]
    public async Task Start_OfTwoAtOnceOnAnEmptyDatabase_MakesOneAdministratorAndOneKeyRing()
    {
        await using var pair = await ReplicaPair.StartAsync(null);
        var upstream = Guid.CreateVersion7();
        var (here, there) = (Keys(pair.One), Keys(pair.Other));

        Assert.Equal("secret", there.Unprotect(upstream, here.Protect(upstream, "secret")));
        Assert.Equal("secret", here.Unprotect(upstream, there.Protect(upstream, "secret")));
        await using var db = await pair.One.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation);
        var key = await db.KeyRing.AsNoTracking().SingleAsync(Cancellation);
        Assert.Contains("Weir.Secrets.MasterKeyDecryptor", key.Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", key.Xml, StringComparison.Ordinal);
        Assert.Equal("admin", (await db.Users.AsNoTracking().SingleAsync(Cancellation)).UserName);
    }

    [Fact]
    public async Task SetUpLink_OfOne_LeadsToTheFormAtTheOther()
    {
        await using var pair = await ReplicaPair.StartAsync(null, ("WEIR_ADMIN_PASSWORD", ""));
        using var client = pair.Other.NewClient();

        var page = await client.GetStringAsync(pair.One.Services.GetRequiredService<SetUpLink>().PathAndQuery, Cancellation);

        Assert.Contains("<form", page, StringComparison.Ordinal);
    }

    private static UpstreamKeys Keys(WeirHost weir) => new(weir.Services.GetRequiredService<IDataProtectionProvider>());
}
