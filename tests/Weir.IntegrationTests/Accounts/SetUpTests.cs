using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Weir.IntegrationTests.Running;
using Weir.SetUp;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

public partial class SetUpTests
{
    private const string Password = "six purple otters sing";

    [Fact]
    public async Task Link_WithoutAnAdministrator_MakesOneAndSignsIn()
    {
        await using var weir = await StartAsync(null, ("WEIR_ADMIN_PASSWORD", ""));
        var link = weir.Services.GetRequiredService<SetUpLink>().PathAndQuery;
        using var client = weir.NewClient();
        var page = await client.GetStringAsync(link, Cancellation);
        Assert.Contains("content=\"light dark\"", page, StringComparison.Ordinal);

        using var weak = await SubmitAsync(client, page, "mia", "password1234");
        var again = await weak.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(400, (int)weak.StatusCode);
        Assert.Contains("value=\"mia\"", again, StringComparison.Ordinal);
        Assert.Contains("tried first", again, StringComparison.Ordinal);
        Assert.DoesNotContain("password1234", again, StringComparison.Ordinal);

        using var done = await SubmitAsync(client, again, "mia", Password);
        Assert.Equal((303, "/"), ((int)done.StatusCode, done.Headers.Location?.OriginalString));
        var cookie = Assert.Single(done.Headers.GetValues("Set-Cookie")).Split(';')[0];
        Assert.Equal(200, (await client.AskAsync("GET", "/admin/api/users", null, ("Cookie", cookie))).Status);

        using var gone = await client.GetAsync(link, Cancellation);
        Assert.Equal(404, (int)gone.StatusCode);
        using var second = await SubmitAsync(client, page, "eve", Password);
        Assert.Equal(404, (int)second.StatusCode);
    }

    [Fact]
    public async Task Link_UsedTwiceAtOnce_MakesOneAdministrator()
    {
        await using var weir = await StartAsync(null, ("WEIR_ADMIN_PASSWORD", ""));
        using var client = weir.NewClient();
        var page = await client.GetStringAsync(weir.Services.GetRequiredService<SetUpLink>().PathAndQuery, Cancellation);
        var answers = await Task.WhenAll(SubmitAsync(client, page, "mia", Password), SubmitAsync(client, page, "eve", Password));
        Assert.Single(answers, answer => (int)answer.StatusCode == 303);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Theory]
    [InlineData("/setup")]
    [InlineData("/setup?code=wrong")]
    public async Task Link_WithAWrongCode_ShowsNothing(string path)
    {
        await using var weir = await StartAsync(null, ("WEIR_ADMIN_PASSWORD", ""));
        using var client = weir.NewClient();
        using var response = await client.GetAsync(path, Cancellation);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.DoesNotContain("<form", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_EnteredMarkup_IsShownAsText()
    {
        await using var weir = await StartAsync(null, ("WEIR_ADMIN_PASSWORD", ""));
        using var client = weir.NewClient();
        var page = await client.GetStringAsync(weir.Services.GetRequiredService<SetUpLink>().PathAndQuery, Cancellation);
        using var answer = await SubmitAsync(client, page, "\"><b>mia", Password);
        Assert.DoesNotContain("<b>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient client, string page, string username, string password)
    {
        var code = Code().Match(page).Groups[1].Value;
        return client.PostAsync(
            "/setup",
            new FormUrlEncodedContent([new("code", code), new("username", username), new("password", password), new("repeated", password)]),
            Cancellation);
    }

    [GeneratedRegex("name=\"code\" value=\"([^\"]+)\"")]
    private static partial Regex Code();
}
