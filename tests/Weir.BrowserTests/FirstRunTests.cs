using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

/// <summary>
/// The first hour with Weir, from the link in the terminal to a friend who is at a limit. With <c>WEIR_SCREENSHOTS</c> set, it leaves a
/// picture of each step.
/// </summary>
public sealed partial class FirstRunTests(NewInstallation weir) : IClassFixture<NewInstallation>
{
    private const string Password = "six purple otters sing";

    private int _pictures;

    [Fact]
    public async Task Installation_FromItsFirstStart_ServesAFriendUpToALimitAndOn()
    {
        // The first answer takes all that the friend has.
        weir.Upstream.OnRequest = _ => new() { Output = cap => cap };
        await using var admin = await weir.OpenAsync();
        await MakeTheAdministratorAsync(admin);
        await AddTheUpstreamAsync(admin);
        var link = await InviteAsync(admin);

        await using var friend = await weir.OpenAsync();
        await JoinAsync(friend, link);
        var snippet = await ConnectAsync(friend);
        await Terminal.RunAsync(snippet);
        await Assertions.Expect(Arrival(friend, "Answered")).ToContainTextAsync("from curl/");
        await ShootAsync(friend, "request-arrived");

        Assert.Contains("Token limit exceeded", await Terminal.RunAsync(snippet), StringComparison.Ordinal);
        await Assertions.Expect(Arrival(friend, "Refused, 429")).ToContainTextAsync("Your home page shows the limit and what was missing");
        await ShootAsync(friend, "request-refused");
        await FollowAsync(friend, "Home");
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Cell, new() { Name = "Token limit exceeded" })).ToBeVisibleAsync();
        await ShootAsync(friend, "friend-at-a-limit");

        await FollowAsync(admin, "Users");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "frida" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Cell, new() { Name = "Token limit exceeded" })).ToBeVisibleAsync();
        await ShootAsync(admin, "friend-seen-by-the-administrator");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        var dialog = await admin.DialogAsync();
        await dialog.GetByLabel("Token limit").FillAsync("100000");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("100 k tokens in total")).ToBeVisibleAsync();

        Assert.DoesNotContain("Token limit exceeded", await Terminal.RunAsync(snippet), StringComparison.Ordinal);
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Meter, new() { Name = "Your tokens in total" })).ToHaveAttributeAsync("aria-valuemax", "100000");
    }

    [Fact]
    public async Task Registration_Open_MakesAnAccountAfterMistakes()
    {
        await using var window = await weir.OpenAsync(new() { Width = 390 });
        await window.Page.GotoAsync("/register");
        await window.AssertAccessibleAsync();
        await FillAsync(window, "otto", "otto otto otto", "otto otto otto");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("tried first");
        await Assertions.Expect(window.Page.GetByLabel("Username")).ToHaveValueAsync("otto");
        await window.AssertFitsAsync();
        await FillAsync(window, "otto", Password, Password);
        await window.ReadyAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Account of otto" })).ToBeVisibleAsync();
    }

    private async Task MakeTheAdministratorAsync(Window admin)
    {
        await admin.Page.GotoAsync("/");
        await Assertions.Expect(admin.Page.GetByText("it printed a set-up link")).ToBeVisibleAsync();
        await ShootAsync(admin, "no-administrator-yet");
        await admin.Page.GotoAsync(SetUpLink().Match(weir.Output).Value);
        await admin.AssertAccessibleAsync();
        await ShootAsync(admin, "set-up");
        await FillAsync(admin, "mia", Password, Password + "!");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The two passwords differ.");
        await FillAsync(admin, "mia", Password, Password);
        await admin.ReadyAsync();
        await ShootAsync(admin, "first-page");
    }

    private async Task AddTheUpstreamAsync(Window admin)
    {
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Add an upstream" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("No upstreams yet")).ToBeVisibleAsync();
        await ShootAsync(admin, "no-upstream-yet");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Add upstream" }).First.ClickAsync();
        var dialog = await admin.DialogAsync();
        await dialog.GetByLabel("Anthropic", new() { Exact = false }).First.CheckAsync();
        await dialog.GetByLabel("Address").FillAsync(weir.Upstream.Address.ToString());
        await dialog.GetByLabel("API key").FillAsync("sk-ant-of-the-server");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("models");
        await ShootAsync(admin, "upstream-tested");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "anthropic" })).ToContainTextAsync("Works");
        await ShootAsync(admin, "upstream-added");
        await FollowAsync(admin, "Models");
        await ShootAsync(admin, "models");
    }

    private async Task<string> InviteAsync(Window admin)
    {
        await FollowAsync(admin, "Invites");
        await ShootAsync(admin, "no-invite-yet");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        var dialog = await admin.DialogAsync("For whom");
        await dialog.GetByLabel("For whom").FillAsync("Frida");
        await dialog.GetByLabel("Token limit").FillAsync("2000");
        await ShootAsync(admin, "invite");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await admin.Page.Locator(".secret code").InnerTextAsync();
        await ShootAsync(admin, "invite-link");
        return link;
    }

    private async Task JoinAsync(Window friend, string link)
    {
        await friend.Page.GotoAsync(link);
        await ShootAsync(friend, "join");
        await FillAsync(friend, "frida", Password, Password);
        await friend.ReadyAsync();
        await ShootAsync(friend, "friend-home");
    }

    /// <returns>What was copied.</returns>
    private async Task<string> ConnectAsync(Window friend)
    {
        await friend.Page.GetByRole(AriaRole.Link, new() { Name = "Connect a program" }).ClickAsync();
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Connect");
        await ShootAsync(friend, "connect");
        await friend.Page.GetByLabel("Program").SelectOptionAsync("curl");
        await friend.Page.GetByRole(AriaRole.Button, new() { Name = "Make a key for curl" }).ClickAsync();
        await Assertions.Expect(friend.Page.Locator(".secret code")).ToBeVisibleAsync();
        await friend.Page.GetByRole(AriaRole.Button, new() { Name = "Copy what belongs there: In a terminal" }).ClickAsync();
        await Assertions.Expect(friend.Page.GetByText("Copied", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(friend.Page.GetByText("Listening")).ToBeVisibleAsync();
        await ShootAsync(friend, "snippet");
        return await friend.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
    }

    private static ILocator Arrival(Window window, string state) => window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = state });

    private static async Task FollowAsync(Window window, string page)
    {
        await window.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = page, Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync($"{page} · Weir");
        await window.ReadyAsync();
    }

    private static async Task FillAsync(Window window, string username, string password, string repeated)
    {
        await window.Page.GetByLabel("Username").FillAsync(username);
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await window.Page.GetByLabel("The password once more").FillAsync(repeated);
        await window.Page.Locator("button[type=submit]").ClickAsync();
    }

    private Task ShootAsync(Window window, string step) => window.ShootAsync($"first-run-{++_pictures:00}-{step}");

    [GeneratedRegex(@"http://\S+/setup\?code=\S+")]
    private static partial Regex SetUpLink();
}
