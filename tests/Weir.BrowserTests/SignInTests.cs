using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class SignInTests(Installation weir)
{
    [Fact]
    public async Task SignIn_FromAPage_LeadsBackToItAndOutAgain()
    {
        await weir.AddUserAsync("ines");
        await using var window = await weir.OpenAsync();
        await window.Page.GotoAsync("/keys");
        await Assertions.Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in\\?return=%2Fkeys$"));

        await window.Page.GetByLabel("Username").FillAsync("ines");
        await window.Page.GetByLabel("Password").FillAsync("not that one at all");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The username or the password is wrong.");
        await Assertions.Expect(window.Page.GetByLabel("Username")).ToHaveValueAsync("ines");
        await window.AssertAccessibleAsync();

        await window.Page.GetByLabel("Password").FillAsync(Installation.AdminPassword);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.ReadyAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("API keys");

        window.LosesItsConnection = true;
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Account of ines" }).ClickAsync();
        await window.Page.GetByText("Sign out").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await window.Page.GotoAsync("/keys");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    public async Task SignIn_WithAForeignReturn_StaysOnThisServer(string wanted)
    {
        await using var window = await weir.OpenAsync();
        await window.Page.GotoAsync("/sign-in?return=" + Uri.EscapeDataString(wanted));
        await window.Page.GetByLabel("Username").FillAsync("admin");
        await window.Page.GetByLabel("Password").FillAsync(Installation.AdminPassword);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.ReadyAsync();
        Assert.Equal(weir.Address.ToString(), window.Page.Url);
    }

    [Fact]
    public async Task Session_EndedElsewhere_ClosesThePageAtOnce()
    {
        await using var window = await weir.OpenAsNewUserAsync("otto");
        await window.GoToAsync("/keys");
        window.LosesItsConnection = true;
        var user = await weir.SignInAsync("otto", Installation.AdminPassword);
        using (user)
        {
            using var changed = await user.PostAsync(
                "/auth/password",
                System.Net.Http.Json.JsonContent.Create(new { current = Installation.AdminPassword, @new = "quite another sentence" }),
                TestContext.Current.CancellationToken);
            changed.EnsureSuccessStatusCode();
        }

        // The connection breaks, the page finds itself refused and loads again, which leads to the sign-in.
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }
}
