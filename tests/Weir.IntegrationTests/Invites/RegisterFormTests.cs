using Weir.IntegrationTests.Accounts;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;
using static Weir.IntegrationTests.Invites.InviteHost;

namespace Weir.IntegrationTests.Invites;

public sealed class RegisterFormTests
{
    [Fact]
    public async Task Form_WhereRegistrationIsOpen_MakesTheAccountAndSignsIn()
    {
        await using var weir = await StartAsync(null, ("Weir__Registration", "open"));
        using var client = weir.NewClient();
        Assert.Contains("href=\"/register\"", await client.GetStringAsync("/sign-in", Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"code\"", await client.GetStringAsync("/register", Cancellation), StringComparison.Ordinal);

        using var differs = await SubmitAsync(client, "", "mia", Password, Password + "!");
        Assert.Equal(400, (int)differs.StatusCode);
        var again = await differs.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("The two passwords differ.", again, StringComparison.Ordinal);
        Assert.Contains("value=\"mia\"", again, StringComparison.Ordinal);

        using var made = await SubmitAsync(client, "", "mia", Password, Password);
        Assert.Equal((303, "/"), ((int)made.StatusCode, made.Headers.Location?.OriginalString));
        var cookie = Assert.Single(made.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal("mia", (await client.AskAsync("GET", "/auth/me", null, ("Cookie", cookie))).Json.GetProperty("user").Text("username"));
    }

    [Fact]
    public async Task Form_WhereAnInviteIsNeeded_AsksForItsCode()
    {
        await using var weir = await StartAsync(null, ("Weir__Registration", "invite"));
        using var client = weir.NewClient();
        Assert.Contains("name=\"code\"", await client.GetStringAsync("/register", Cancellation), StringComparison.Ordinal);
        using var without = await SubmitAsync(client, "", "mia", Password, Password);
        Assert.Equal(403, (int)without.StatusCode);
        using var wrong = await SubmitAsync(client, "wrong", "mia", Password, Password);
        Assert.Equal(404, (int)wrong.StatusCode);
        var invite = await weir.InviteAsync(new { });
        using var made = await SubmitAsync(client, $" {invite.Text("code")} ", "mia", Password, Password);
        Assert.Equal(303, (int)made.StatusCode);
    }

    [Fact]
    public async Task Form_WhereRegistrationIsClosed_SaysSoAndMakesNothing()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        Assert.DoesNotContain("/register", await client.GetStringAsync("/sign-in", Cancellation), StringComparison.Ordinal);
        using var refused = await SubmitAsync(client, "", "mia", Password, Password);
        Assert.Equal(404, (int)refused.StatusCode);
        Assert.Contains("Registration is closed", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_SentByAPageElsewhere_IsRefused()
    {
        await using var weir = await StartAsync(null, ("Weir__Registration", "open"));
        using var client = weir.NewClient();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var foreign = await SubmitAsync(client, "", "mia", Password, Password);
        Assert.Equal(403, (int)foreign.StatusCode);
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient client, string code, string username, string password, string repeated) => client.PostAsync(
        "/register",
        new FormUrlEncodedContent([new("code", code), new("username", username), new("password", password), new("repeated", repeated)]),
        Cancellation);
}
