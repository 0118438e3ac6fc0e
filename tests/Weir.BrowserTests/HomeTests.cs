using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class HomeTests(Installation weir)
{
    /// <summary>The page renews itself every few seconds.</summary>
    [Fact]
    public async Task Home_FromNothingToALimit_ShowsWhatIsUsedAndWhatIsRefused()
    {
        using var hana = await CallingUser.AddAsync(weir, "hana");
        await using var window = await weir.OpenAsync();
        await window.SignInAsync("hana", Installation.AdminPassword);
        await Assertions.Expect(window.Page.GetByText("Nothing used yet")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("No limit holds for you.")).ToBeVisibleAsync();

        Assert.Equal(200, await hana.CallAsync("claude-home"));

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "claude-home" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("1 request").First).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Table, new() { Name = "Money by day and model, the last 30 days" })).ToBeAttachedAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Tokens", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Table, new() { Name = "Tokens by day and model, the last 30 days" })).ToBeAttachedAsync();

        var file = await window.DownloadAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "All of them, as a file" }));
        Assert.Contains("claude-home", file, StringComparison.Ordinal);

        await hana.LimitAsync(weir, 10);
        Assert.Equal(429, await hana.CallAsync("claude-home"));

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "Token limit exceeded" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Meter, new() { Name = "Your tokens in total" })).ToHaveAttributeAsync("aria-valuemax", "10");
        await window.AssertAccessibleAsync();
        await window.AssertFitsAsync();
    }
}
