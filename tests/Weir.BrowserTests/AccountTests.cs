using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class AccountTests(Installation weir)
{
    private const string Password = "six purple otters sing";

    [Fact]
    public async Task Password_ChangedAfterMistakes_EndsTheOtherSessions()
    {
        await using var window = await weir.OpenAsNewUserAsync("petra");
        using var elsewhere = await weir.SignInAsync("petra", Installation.AdminPassword);
        await window.GoToAsync("/account");
        await Assertions.Expect(window.Page.GetByText("You are signed in as petra.")).ToBeVisibleAsync();
        await ChangeAsync(window, "not that one at all", Password, Password);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The password is wrong.");
        await ChangeAsync(window, Installation.AdminPassword, Password, Password + "!");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The two new passwords differ.");
        await window.AssertAccessibleAsync();
        await ChangeAsync(window, Installation.AdminPassword, Password, Password);
        await Assertions.Expect(window.Page.GetByText("Your password is changed")).ToBeVisibleAsync();

        Assert.Equal(401, (int)(await elsewhere.GetAsync("/auth/me", TestContext.Current.CancellationToken)).StatusCode);
        await window.GoToAsync("/devices");
        await Assertions.Expect(window.Page.GetByText("this one")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Devices_SignedOutOneByOneAndTogether()
    {
        await using var window = await weir.OpenAsNewUserAsync("dora");
        using var first = await weir.SignInAsync("dora", Installation.AdminPassword);
        using var second = await weir.SignInAsync("dora", Installation.AdminPassword);
        using var third = await weir.SignInAsync("dora", Installation.AdminPassword);
        await window.GoToAsync("/devices");
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "this one" })).ToContainTextAsync("Chrome on Linux");
        await window.AssertAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out Unknown device" }).First.ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Unknown device is signed out.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("tbody tr")).ToHaveCountAsync(3);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere else" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("2 other sessions have ended.")).ToBeVisibleAsync();
        Assert.Equal(401, (int)(await third.GetAsync("/auth/me", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task ChangeAsync(Window window, string current, string password, string repeated)
    {
        await window.Page.GetByLabel("Current password").FillAsync(current);
        await window.Page.GetByLabel("New password", new() { Exact = true }).FillAsync(password);
        await window.Page.GetByLabel("The new password once more").FillAsync(repeated);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync();
    }
}
