using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class RequestsTests(Installation weir)
{
    [Fact]
    public async Task Request_FoundLookedAtAndCorrected_IsInTheListOfCorrections()
    {
        using var rosa = await CallingUser.AddAsync(weir, "rosalind");
        await rosa.CallAsync("claude-explored");
        await rosa.CallAsync("claude-other");
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/requests");
        await window.Page.GetByLabel("Person").FillAsync("rosalind");
        await window.Page.GetByLabel("Model").FillAsync("claude-explored");
        await window.Page.GetByLabel("Model").PressAsync("Tab");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();

        // The filters are in the address, for whoever it is sent to.
        await Assertions.Expect(window.Page).ToHaveURLAsync(new Regex($"(?=.*user={rosa.Id})(?=.*model=claude-explored)"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "rosalind", Exact = true })).ToHaveCountAsync(1);
        var file = await window.DownloadAsync(window.Page.GetByRole(AriaRole.Link, new() { Name = "Export what is shown" }));
        Assert.Contains("claude-explored", file, StringComparison.Ordinal);
        Assert.DoesNotContain("claude-other", file, StringComparison.Ordinal);
        await window.AssertAccessibleAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "details of the request of rosalind" }).ClickAsync();
        var drawer = window.Page.GetByRole(AriaRole.Dialog);
        foreach (var step in new[] { "Admitted", "Sent", "First byte", "Last byte", "Settled" })
        {
            await Assertions.Expect(drawer.GetByRole(AriaRole.Listitem).Filter(new() { HasText = step })).ToBeVisibleAsync();
        }

        await Assertions.Expect(window.Page).ToHaveURLAsync(new Regex("request=[0-9]+"));
        await window.AssertAccessibleAsync();
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Correct what it used" }).ClickAsync();
        await drawer.GetByLabel("Output tokens").FillAsync("3");
        await drawer.GetByLabel("Reason").FillAsync("It stopped sooner");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Correct it" }).ClickAsync();
        await Assertions.Expect(drawer.GetByText("It stopped sooner")).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
        await Assertions.Expect(window.Page.GetByText("corrected", new() { Exact = true })).ToBeVisibleAsync();

        await window.GoToAsync("/admin/corrections");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "It stopped sooner" })).ToContainTextAsync("rosalind");
        await window.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Filters_ThatNothingFits_SaySoAndAreCleared()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/requests?model=never-heard-of&outcome=failed");

        await Assertions.Expect(window.Page.GetByText("Nothing fits these filters.")).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(window.Page).ToHaveURLAsync(new Regex("/admin/requests$"));

        await window.GoToAsync("/admin/requests?from=yesterday");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2026-11-24");
    }
}
