using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Authentication;
using Weir.Invites;
using Weir.Storage.Model;
using Weir.Users;
using Xunit;

namespace Weir.IntegrationTests.Accounts;

/// <summary>A one-time link that many use at the same moment, in one process and in several, works for one of them.</summary>
public sealed class RacingLinksTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Invite_UsedByManyAtOnce_LetsOneIn(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var (link, _) = await race.OnceAsync(services => services.GetRequiredService<InviteChanges>().InviteAsync(new(), Guid.CreateVersion7(), Cancellation));
        var joined = await race.AllAtOnceAsync(20, (services, i) => services.GetRequiredService<Joining>().JoinAsync(link!.Code, $"user-{i}", Password, Cancellation));

        Assert.Single(joined, one => one.User is not null);
        Assert.All(joined.Where(one => one.User is null), one => Assert.Equal(Joining.Gone.Error, one.Refusal!.Error));
        Assert.Equal(1, await race.LookAsync(db => db.Users.CountAsync(Cancellation)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reset_UsedByManyAtOnce_IsUsedOnce(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var user = (await race.OnceAsync(services => CreateAsync(services, "mia"))).User!;
        var (link, _) = await race.OnceAsync(services => services.GetRequiredService<InviteChanges>().ResetAsync(user.Id, Guid.CreateVersion7(), Cancellation));
        var answers = await race.AllAtOnceAsync(20, (services, i) => services.GetRequiredService<PasswordResets>().UseAsync(link!.Code, $"{Password} {i}", Cancellation));

        var winner = Array.FindIndex(answers, answer => answer is null);
        Assert.Single(answers, answer => answer is null);
        Assert.All(answers.Where(answer => answer is not null), answer => Assert.Equal(Joining.Gone.Error, answer!.Error));
        var verdict = await race.OnceAsync(async services => await services.GetRequiredService<Passwords>()
            .VerifyAsync(await services.GetRequiredService<WeirDbContext>().Users.SingleAsync(Cancellation), $"{Password} {winner}", Cancellation));
        Assert.Equal(PasswordVerdict.Right, verdict);
    }

    /// <summary>The password's hash takes long: what happened to the user meanwhile must not be undone by writing it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PasswordChange_OfWhoIsDeactivatedMeanwhile_LeavesThemDeactivated(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        await race.OnceAsync(services => CreateAsync(services, "mia"));
        await race.OnceAsync(async services =>
        {
            var tracked = await services.GetRequiredService<WeirDbContext>().Users.SingleAsync(Cancellation);
            await race.OnceAsync(others => others.GetRequiredService<UserChanges>().ChangeAsync(tracked.Id, new() { IsActive = false }, Cancellation));
            return await services.GetRequiredService<PasswordChange>().ChangeAsync(tracked, Password + "!", except: null, Cancellation);
        });

        Assert.False(await race.LookAsync(db => db.Users.Select(user => user.IsActive).SingleAsync(Cancellation)));
    }

    private static Task<CreatedUser> CreateAsync(IServiceProvider services, string name) =>
        services.GetRequiredService<UserCreation>().CreateAsync(new() { Username = name, Password = Password }, Cancellation);
}
