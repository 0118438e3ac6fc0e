using System.Net.Http.Json;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class ConnectTests(Installation weir)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_IsConnectedWithAKeyMadeOnTheSpotAndSeenToArrive()
    {
        await using var window = await weir.OpenAsNewUserAsync("cora");
        await window.GoToAsync("/connect");
        await window.Page.GetByLabel("Program").SelectOptionAsync("curl");
        await Assertions.Expect(window.Page.Locator("pre")).ToHaveCountAsync(1);
        await Assertions.Expect(window.Page.Locator("pre")).ToContainTextAsync("weir_…");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make a key for curl" }).ClickAsync();
        var key = await window.Page.Locator(".secret code").InnerTextAsync();
        await Assertions.Expect(window.Page.Locator("pre")).ToContainTextAsync(key);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy what belongs there: In a terminal" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Copied", new() { Exact = true })).ToBeVisibleAsync();
        var pasted = await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        await Assertions.Expect(window.Page.GetByText("Listening")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.AssertFitsAsync();

        Assert.Contains($"{weir.Address}v1/messages", pasted, StringComparison.Ordinal);
        await Terminal.RunAsync(pasted);

        var request = window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Answered" });
        await Assertions.Expect(request).ToContainTextAsync("from curl/");
        await Assertions.Expect(request).ToContainTextAsync("tokens in");
        await window.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Agent_IsAdvisedToBeLimitedByMoney()
    {
        await using var window = await weir.OpenAsNewUserAsync("agatha", new() { Width = 390 });
        await window.GoToAsync("/connect?client=claude-code");

        await Assertions.Expect(window.Page.GetByText("Limit agents by money.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("pre").First).ToContainTextAsync("export ANTHROPIC_BASE_URL=");
        await window.AssertFitsAsync();
        await window.Page.GetByLabel("Program").SelectOptionAsync("codex");
        await Assertions.Expect(window.Page.GetByText("No model here understands Codex")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Program_AtALimit_IsShownWithTheReason()
    {
        var id = await weir.AddUserAsync("lina");
        using (var admin = await weir.SignInAsync("admin", Installation.AdminPassword))
        {
            using var limited = await admin.PutAsJsonAsync($"/admin/api/users/{id}", new { token_limit = 10 }, Cancellation);
            Assert.True(limited.IsSuccessStatusCode);
        }

        await using var window = await weir.OpenAsync();
        await window.SignInAsync("lina", Installation.AdminPassword);
        await window.GoToAsync("/connect?client=curl");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make a key for curl" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".secret code")).ToBeVisibleAsync();

        await Terminal.RunAsync(await window.Page.Locator("pre code").InnerTextAsync());

        var request = window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Refused, 429" });
        await Assertions.Expect(request).ToContainTextAsync("Token limit exceeded. Your home page shows the limit and what was missing");
    }

    /// <summary>Where a script of a page calls: the snippet itself, run by the page.</summary>
    [Fact]
    public async Task Fetch_OfTheSnippet_IsAnsweredWithTheSession()
    {
        await using var window = await weir.OpenAsNewUserAsync("fiona");
        await window.GoToAsync("/connect?client=fetch");
        var snippet = await window.Page.Locator("pre code").InnerTextAsync();

        var said = window.Page.WaitForConsoleMessageAsync();
        await window.Page.EvaluateAsync($"async () => {{ {snippet} }}");

        Assert.StartsWith("A weir", (await said).Text, StringComparison.Ordinal);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Answered" })).ToBeVisibleAsync();
    }
}
