using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Authentication;
using Weir.Errors;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Users;
using Xunit;

namespace Weir.IntegrationTests.Accounts;

/// <summary>What many ask for at the same moment is refused on either store as it would be one after the other, and nobody sees a fault.</summary>
public sealed class RacingAccountsTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Username_AskedForByMany_IsGivenOnceAndTakenForTheOthers(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var created = await race.AllAtOnceAsync(30, (services, i) => CreateAsync(services, i % 2 == 0 ? "mia" : "MIA"));

        Assert.Single(created, one => one.User is not null);
        Assert.All(created.Where(one => one.User is null), one => AssertRefused(one.Refusal, 409, "is taken"));
        Assert.Equal((1, 1), (await race.LookAsync(db => db.Users.CountAsync(Cancellation)), await race.LookAsync(db => db.Budgets.CountAsync(Cancellation))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstAdministrator_AskedForByMany_IsOne(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var created = await race.AllAtOnceAsync(20, (services, i) => services.GetRequiredService<UserCreation>()
            .CreateFirstAdministratorAsync(new() { Username = $"admin-{i}", Password = Password, IsAdministrator = true }, Cancellation));

        Assert.Single(created, one => one.User is not null);
        Assert.All(created.Where(one => one.User is null), one => AssertRefused(one.Refusal, 409, "There is an administrator already"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Administrators_AllDeactivatedAtOnce_LeaveOne(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var made = await race.AllAtOnceAsync(8, (services, i) => CreateAsync(services, $"admin-{i}", isAdministrator: true));
        var refusals = await race.AllAtOnceAsync(8, (services, i) => services.GetRequiredService<UserChanges>()
            .ChangeAsync(made[i].User!.Id, new() { IsActive = false }, Cancellation));

        AssertRefused(Assert.Single(refusals, refusal => refusal is not null), 409, "last active administrator");
        Assert.Equal(1, await race.LookAsync(db => db.Users.CountAsync(user => user.IsActive, Cancellation)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignIns_ManyAtOnce_AllBegin(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var made = await race.AllAtOnceAsync(3, (services, i) => CreateAsync(services, $"user-{i}"));
        await race.AllAtOnceAsync(60, (services, i) => SignInAsync(services, made[i % 3].User!));
        Assert.Equal(60, await race.LookAsync(db => db.Sessions.CountAsync(session => session.EndedAt == null, Cancellation)));
    }

    /// <summary>The user was read before the transaction that changes it: run again, it must still be that user, with that change.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PasswordChange_WhileTheUserSignsInElsewhere_IsMadeOnceAndForAll(bool onPostgres)
    {
        await using var race = await RaceHarness.StartAsync(onPostgres, Cancellation);
        var user = (await race.OnceAsync(services => CreateAsync(services, "mia"))).User!;
        var answers = await race.AllAtOnceAsync(30, async (services, i) =>
        {
            if (i != 15)
            {
                await SignInAsync(services, user);
                return null;
            }

            var tracked = await services.GetRequiredService<WeirDbContext>().Users.SingleAsync(Cancellation);
            return await services.GetRequiredService<PasswordChange>().ChangeAsync(tracked, Password + "!", except: null, Cancellation);
        });

        Assert.All(answers, Assert.Null);
        var verdict = await race.OnceAsync(async services => await services.GetRequiredService<Passwords>()
            .VerifyAsync(await services.GetRequiredService<WeirDbContext>().Users.SingleAsync(Cancellation), Password + "!", Cancellation));
        Assert.Equal(PasswordVerdict.Right, verdict);
    }

    private static Task<CreatedUser> CreateAsync(IServiceProvider services, string name, bool isAdministrator = false) => services
        .GetRequiredService<UserCreation>()
        .CreateAsync(new() { Username = name, Password = Password, IsAdministrator = isAdministrator }, Cancellation);

    private static async Task<bool> SignInAsync(IServiceProvider services, User user)
    {
        await services.GetRequiredService<SignIns>().BeginAsync(new DefaultHttpContext { RequestServices = services }, user, Cancellation);
        return true;
    }

    private static void AssertRefused(ErrorResult? refusal, int status, string told)
    {
        Assert.Equal(status, refusal!.StatusCode);
        Assert.Contains(told, refusal.Error, StringComparison.Ordinal);
    }
}
