using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class InvitesTests(Installation weir)
{
    private const string Password = "six purple otters sing";

    [Fact]
    public async Task Invite_MadeAndFollowed_LetsAFriendJoin()
    {
        await using var admin = await weir.OpenAsAdministratorAsync();
        await admin.GoToAsync("/admin/invites");
        var link = await InviteAsync(admin, "Frida, a friend", "75000");
        await admin.AssertAccessibleAsync();
        await Assertions.Expect(Row(admin, "Frida, a friend")).ToContainTextAsync("open");

        await using var friend = await weir.OpenAsync(new() { Width = 390 });
        await friend.Page.GotoAsync(link);
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Join Weir");
        await friend.AssertAccessibleAsync();
        await friend.AssertFitsAsync();

        // A slip of the hand first, then a name that somebody has: neither uses the link up.
        await FillAsync(friend, "admin", Password, Password + "!");
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The two passwords differ.");
        await Assertions.Expect(friend.Page.GetByLabel("Username")).ToHaveValueAsync("admin");
        await FillAsync(friend, "admin", Password, Password);
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is taken");
        await friend.AssertAccessibleAsync();
        await FillAsync(friend, "frida", Password, Password);
        await friend.ReadyAsync();
        await Assertions.Expect(friend.Page.GetByRole(AriaRole.Button, new() { Name = "Account of frida" })).ToBeVisibleAsync();

        await admin.GoToAsync("/admin/invites");
        await Assertions.Expect(Row(admin, "Frida, a friend")).ToContainTextAsync("used by frida");
        await using var late = await weir.OpenAsync();
        await late.Page.GotoAsync(link);
        await Assertions.Expect(late.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This link no longer works");
        await late.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Invite_Revoked_WorksNoMore()
    {
        await using var admin = await weir.OpenAsAdministratorAsync();
        await admin.GoToAsync("/admin/invites");
        var link = await InviteAsync(admin, "by mistake", null);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the invite for by mistake" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(Row(admin, "by mistake")).ToContainTextAsync("revoked");
        await using var other = await weir.OpenAsync();
        await other.Page.GotoAsync(link);
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This link no longer works");
    }

    [Fact]
    public async Task Registration_Closed_IsSaidToWhoLooksForIt()
    {
        await using var window = await weir.OpenAsync();
        await window.Page.GotoAsync("/register");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Registration is closed");
        await window.AssertAccessibleAsync();
    }

    private static async Task<string> InviteAsync(Window admin, string note, string? limit)
    {
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        var dialog = await admin.DialogAsync("For whom");
        await dialog.GetByLabel("For whom").FillAsync(note);
        if (limit is not null)
        {
            await dialog.GetByLabel("Token limit").FillAsync(limit);
        }

        await admin.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        return await admin.Page.Locator(".secret code").InnerTextAsync();
    }

    private static ILocator Row(Window admin, string note) => admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = note });

    private static async Task FillAsync(Window window, string username, string password, string repeated)
    {
        await window.Page.GetByLabel("Username").FillAsync(username);
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await window.Page.GetByLabel("The password once more").FillAsync(repeated);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make my account and sign in" }).ClickAsync();
    }
}
