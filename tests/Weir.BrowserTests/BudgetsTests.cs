using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class BudgetsTests(Installation weir)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Budget_OfAUser_IsAddedHitRaisedAndDeleted()
    {
        await weir.AddUserAsync("bruno");
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/budgets");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add budget" }).ClickAsync();
        var dialog = await window.DialogAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the budget" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose the user that the budget is for.");

        await dialog.GetByLabel("User", new() { Exact = true }).FillAsync("bru");
        await window.Page.GetByText("bruno", new() { Exact = true }).ClickAsync();
        await window.ChooseAsync(dialog, "What is counted", "Requests");
        await window.ChooseAsync(dialog, "Per", "A day");
        await dialog.GetByLabel("Limit", new() { Exact = true }).FillAsync("1");
        await dialog.GetByLabel("Refuse the request").CheckAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("bruno may use 1 request a day, beginning at midnight in Europe/Berlin. When less is left than a request could need, it is refused.");
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the budget" }).ClickAsync();

        var row = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "bruno" });
        await Assertions.Expect(row).ToContainTextAsync("0 of 1 request");
        using var bruno = await weir.SignInAsync("bruno", Installation.AdminPassword);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (await AskAsync(bruno), await AskAsync(bruno)));
        await window.Page.ReloadAsync();
        await window.ReadyAsync();
        await Assertions.Expect(row).ToContainTextAsync("1 of 1 request");
        await Assertions.Expect(row.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "100 % used or set aside");

        await row.GetByRole(AriaRole.Button, new() { Name = "Edit the budget of bruno" }).ClickAsync();
        await dialog.GetByLabel("Limit", new() { Exact = true }).FillAsync("5");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("1 of 5 requests");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(bruno));

        await window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Whose budgets" }).GetByText("Groups").ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
        await window.Page.GoBackAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Delete the budget of bruno" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Template_AndRateLimit_AreAddedChangedAndDeleted()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/budgets");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add template" }).ClickAsync();
        var dialog = await window.DialogAsync();
        // Nobody whom another test makes meanwhile is one.
        await dialog.GetByLabel("Administrators").CheckAsync();
        await dialog.GetByLabel("Limit in dollars").FillAsync("2.50");
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("pocket money");
        await Assertions.Expect(dialog).ToContainTextAsync("Each new administrator may use $2.50 a month");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the template" }).ClickAsync();
        var template = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "pocket money" });
        await Assertions.Expect(template).ToContainTextAsync("$2.50 a month");

        await template.GetByRole(AriaRole.Button, new() { Name = "Edit template pocket money" }).ClickAsync();
        await dialog.GetByLabel("Limit in dollars").FillAsync("4");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(template).ToContainTextAsync("$4.00 a month");
        await template.GetByRole(AriaRole.Button, new() { Name = "Delete template pocket money" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(template).ToHaveCountAsync(0);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add rate limit" }).ClickAsync();
        await dialog.GetByLabel("Every API key, each by itself").CheckAsync();
        await dialog.GetByLabel("Requests a minute").FillAsync("6000");
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the rate limit" }).ClickAsync();
        var limit = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Every API key" });
        await Assertions.Expect(limit).ToContainTextAsync("6,000");
        await limit.GetByRole(AriaRole.Button, new() { Name = "Delete the rate limit of Every API key" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(limit).ToHaveCountAsync(0);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/inference/anthropic/messages",
            new { model = "claude-sonnet-4-5", max_tokens = 100, messages = new[] { new { role = "user", content = "Hello" } } },
            Cancellation);
        return answer.StatusCode;
    }
}
