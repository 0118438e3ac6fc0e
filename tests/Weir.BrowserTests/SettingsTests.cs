using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class SettingsTests(Installation weir)
{
    [Fact]
    public async Task Settings_AreFoundByAnyWord_AndSecretsAreNotShown()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/settings");
        var password = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Weir__AdminPassword" });
        await Assertions.Expect(password).ToContainTextAsync("set, and not shown");
        Assert.DoesNotContain(Installation.AdminPassword, await window.Page.ContentAsync(), StringComparison.Ordinal);

        await window.Page.GetByLabel("Search").FillAsync("reverse proxies");
        await Assertions.Expect(password).ToHaveCountAsync(0);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Weir__TrustedProxies" })).ToContainTextAsync("default");

        await window.Page.GetByLabel("Search").FillAsync("no such setting");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await Assertions.Expect(password).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Settings_OfAnAdministrator_AreNotForOthers()
    {
        await using var window = await weir.OpenAsNewUserAsync("nosy");

        foreach (var path in new[] { "/admin/settings", "/admin/health", "/admin/upstreams", "/admin/models", "/admin/budgets" })
        {
            await window.Page.GotoAsync(path);
            await Assertions.Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/not-allowed$"));
        }
    }
}
