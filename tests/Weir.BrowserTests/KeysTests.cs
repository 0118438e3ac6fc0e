using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class KeysTests(Installation weir)
{
    [Fact]
    public async Task Key_MadeCopiedAndRevoked()
    {
        await using var window = await weir.OpenAsNewUserAsync("kira");
        await window.GoToAsync("/keys");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the first key" }).ClickAsync();
        var dialog = await window.DialogAsync("Name");
        await dialog.GetByLabel("Name").FillAsync("Laptop");
        await dialog.GetByLabel("Token limit").FillAsync("50000");
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();

        var key = await window.Page.Locator(".secret code").InnerTextAsync();
        Assert.StartsWith("weir_", key, StringComparison.Ordinal);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the key" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal(key, await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "Laptop", Exact = true })).ToBeVisibleAsync();

        using var program = new HttpClient { BaseAddress = weir.Address, DefaultRequestHeaders = { { "x-api-key", key } } };
        Assert.True((await program.GetAsync("/auth/me", TestContext.Current.CancellationToken)).IsSuccessStatusCode);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke Laptop" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("No keys yet")).ToBeVisibleAsync();
        Assert.Equal(401, (int)(await program.GetAsync("/auth/me", TestContext.Current.CancellationToken)).StatusCode);
    }
}
