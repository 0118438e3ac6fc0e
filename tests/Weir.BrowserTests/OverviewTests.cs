using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class OverviewTests(Installation weir)
{
    [Fact]
    public async Task Overview_WhileSomebodyCalls_RenewsItselfAndLeadsToTheirRequests()
    {
        using var olga = await CallingUser.AddAsync(weir, "olga");
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin");

        await olga.CallAsync("claude-overview");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "olga" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "claude-overview" })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).ClickAsync();
        await Assertions.Expect(window.Page).ToHaveURLAsync(new Regex("range=7d"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "By day" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "olga" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Requests");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "olga", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Live_WhileSomebodyCalls_FollowsPausesAndFilters()
    {
        using var lena = await CallingUser.AddAsync(weir, "lena");
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/live");
        await Assertions.Expect(window.Page.GetByText("Following.")).ToBeVisibleAsync();

        await lena.CallAsync("claude-live-1");
        var row = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "claude-live-1" });
        await Assertions.Expect(row).ToContainTextAsync("Completed");
        await Assertions.Expect(row).ToContainTextAsync("lena");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Paused.")).ToBeVisibleAsync();
        await lena.CallAsync("claude-live-2");
        await lena.LimitAsync(weir, 1);
        await lena.CallAsync("claude-live-3");
        await Assertions.Expect(window.Page.GetByText("claude-live-2")).ToHaveCountAsync(0);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Follow" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("claude-live-2")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "claude-live-3" })).ToContainTextAsync("Token limit exceeded");

        await window.Page.GetByLabel("Filter").FillAsync("live-3");
        await Assertions.Expect(window.Page.GetByText("claude-live-1")).ToHaveCountAsync(0);
        await Assertions.Expect(window.Page.GetByText("claude-live-3")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Refusals_OfAPerson_AreShownWithWhatTheyWereTold()
    {
        using var rita = await CallingUser.AddAsync(weir, "rita");
        await rita.LimitAsync(weir, 1);
        await rita.CallAsync("claude-refused");
        await using var window = await weir.OpenAsAdministratorAsync();
        // What was refused is written within a second or so.
        var link = window.Page.GetByRole(AriaRole.Link, new() { Name = "rita" });
        await TestKit.Eventually.IsTrueAsync(
            async () =>
            {
                await window.GoToAsync("/admin/refusals");
                return await link.CountAsync() > 0;
            },
            TestContext.Current.CancellationToken);

        await link.ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "claude-refused" })).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "A budget was used up" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
    }
}
