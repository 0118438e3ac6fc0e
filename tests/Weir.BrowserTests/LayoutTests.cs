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

    [Fact]
    public async Task Theme_FollowsTheSystemUntilChosen()
    {
        await using var window = await weir.OpenAsNewUserAsync("theo");
        await window.GoToAsync("/keys");
        Assert.False(await IsDarkAsync(window));

        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(window.Page.Locator("html.dark")).ToHaveCountAsync(1);
        await window.BecomesAsync(Dark);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        await window.Page.GetByText("Light", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("html.light")).ToHaveCountAsync(1);

        // The choice is there before anything runs: the first paint of the next page has it.
        await window.GoToAsync("/keys");
        Assert.False(await IsDarkAsync(window));
    }

    /// <summary>From a phone's menu and back to the page.</summary>
    [Fact]
    public async Task Menu_OnAPhone_OpensAndLeadsOn()
    {
        await using var window = await weir.OpenAsNewUserAsync("mona", new() { Width = 360 });
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "API keys" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("API keys");
        await window.AssertFitsAsync();
    }

    private static Task<bool> IsDarkAsync(Window window) => window.Page.EvaluateAsync<bool>(Dark);
}
