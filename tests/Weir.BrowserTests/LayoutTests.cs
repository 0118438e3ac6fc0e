using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

/// <summary>What stands around every page.</summary>
public sealed class LayoutTests(Installation weir)
{
    private const string Dark = "getComputedStyle(document.body).backgroundColor === 'rgb(16, 23, 30)'";

    [Fact]
    public async Task Palette_ByAnotherWordForAPage_LeadsThereByKeysAlone()
    {
        await using var window = await weir.OpenAsNewUserAsync("lara");
        await window.Page.Keyboard.PressAsync("Control+k");
        var box = window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Where to?" });
        await window.BecomesAsync("document.activeElement?.getAttribute('role') === 'combobox'");
        await box.FillAsync("credentials");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await window.AssertAccessibleAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("API keys");

        await window.Page.Keyboard.PressAsync("Control+k");
        await box.FillAsync("no such thing");
        await Assertions.Expect(window.Page.GetByText("No page is called that.")).ToBeVisibleAsync();
    }

    /// <summary>By the keyboard from the address bar on.</summary>
    [Fact]
    public async Task Keyboard_ShowsWhereItIs_AndSkipsToTheContent()
    {
        await using var window = await weir.OpenAsNewUserAsync("kaja");
        await window.GoToAsync("/devices");
        await window.Page.Locator(".skip-link").FocusAsync();
        foreach (var name in new[] { "Weir", "Go to …", "Light or dark", "Account of kaja", "Home" })
        {
            await window.Page.Keyboard.PressAsync("Tab");
            Assert.Contains(name, await window.Page.EvaluateAsync<string>("(e => e.ariaLabel ?? e.textContent)(document.activeElement)"), StringComparison.Ordinal);
            Assert.Equal("solid", await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
        }

        await window.Page.Locator(".skip-link").PressAsync("Enter");
        Assert.Equal("content", await window.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("/devices", new Uri(window.Page.Url).PathAndQuery);

        // An open menu makes room for the palette, which it would lie upon.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Account of kaja" }).ClickAsync();
        await window.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Where to?" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Theme_FollowsTheSystemUntilChosen()
    {
        await using var window = await weir.OpenAsNewUserAsync("theo");
        await window.GoToAsync("/keys");
        Assert.False(await IsDarkAsync(window));

        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(window.Page.Locator("html.dark")).ToHaveCountAsync(1);
        await window.BecomesAsync(Dark);

        var menu = window.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" });
        await menu.ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "As the system", Pressed = true })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        var light = window.Page.GetByRole(AriaRole.Button, new() { Name = "Light", Exact = true });
        await light.ClickAsync();
        await Assertions.Expect(window.Page.Locator("html.light")).ToHaveCountAsync(1);
        await Assertions.Expect(light).ToBeHiddenAsync();

        // What the component library draws follows.
        await window.BecomesAsync("getComputedStyle(document.querySelector('main .mud-button-filled-primary')).color === 'rgb(255, 255, 255)'");
        await menu.PressAsync("Enter");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Dark", Exact = true }).PressAsync("Enter");
        await window.BecomesAsync("getComputedStyle(document.querySelector('main .mud-button-filled-primary')).color === 'rgb(6, 32, 43)'");
        await menu.ClickAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(light).ToBeHiddenAsync();
        await menu.ClickAsync();
        await light.ClickAsync();

        // The choice is there before anything runs: the first paint of the next page has it.
        await window.GoToAsync("/keys");
        Assert.False(await IsDarkAsync(window));
    }

    /// <summary>Between the page and the server a connection breaks, and for a while none can be made.</summary>
    [Fact]
    public async Task Connection_Lost_IsSaidUntilItIsBack()
    {
        await using var window = await weir.OpenAsync();
        window.LosesItsConnection = true;
        IWebSocketRoute? connection = null;
        var isCut = false;
        await window.Page.RouteWebSocketAsync(new Regex("/_blazor"), made =>
        {
            connection = made;
            if (isCut)
            {
                _ = made.CloseAsync();
            }
            else
            {
                made.ConnectToServer();
            }
        });
        await window.SignInAsync("admin", Installation.AdminPassword);
        await window.GoToAsync("/admin/users");
        await window.Page.GetByLabel("Search").FillAsync("admin");
        await Assertions.Expect(window.Page).ToHaveURLAsync(new Regex("search=admin"));

        isCut = true;
        await connection!.CloseAsync();

        var dialog = window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Connection lost" });
        await Assertions.Expect(dialog).ToContainTextAsync("What you see may be old; what was sent is safe.");
        await window.AssertAccessibleAsync();

        isCut = false;
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await window.Page.GetByLabel("Search").FillAsync("nobody is called this");
        await Assertions.Expect(window.Page.GetByText("Nobody fits")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Address_OfNoPage_SaysSoAndLeadsOn()
    {
        await using var window = await weir.OpenAsNewUserAsync("nora");
        var answer = await window.Page.GotoAsync("/no-such-page");
        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(window.Page.GetByText("Nothing is at this address")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "your home page" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Home");
    }

    /// <summary>From a phone's menu and back to the page.</summary>
    [Fact]
    public async Task Menu_OnAPhone_OpensAndLeadsOn()
    {
        await using var window = await weir.OpenAsNewUserAsync("mona", new() { Width = 360 });
        var menu = window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" });
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Assertions.Expect(menu.Locator("[aria-current=page]")).ToHaveTextAsync("Home");
        await window.AssertAccessibleAsync();
        await menu.GetByRole(AriaRole.Link, new() { Name = "API keys" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("API keys");
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Assertions.Expect(menu.Locator("[aria-current=page]")).ToHaveTextAsync("API keys");
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(menu).ToBeHiddenAsync();

        // A tap beside it closes it, and does nothing to what lies there.
        await window.GoToAsync("/");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        var link = window.Page.GetByRole(AriaRole.Link, new() { Name = "Connect a program" });
        await link.EvaluateAsync("link => link.addEventListener('click', () => link.dataset.hit = 'true')");
        var below = (await link.BoundingBoxAsync())!;
        await window.Page.Mouse.ClickAsync(below.X + below.Width - 2, below.Y + (below.Height / 2));
        await Assertions.Expect(menu).ToBeHiddenAsync();
        Assert.Null(await link.GetAttributeAsync("data-hit"));
        await window.AssertFitsAsync();
    }

    private static Task<bool> IsDarkAsync(Window window) => window.Page.EvaluateAsync<bool>(Dark);
}
