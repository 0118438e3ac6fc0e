using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class ModelsTests(Installation weir)
{
    [Fact]
    public async Task Route_AddedWithAMistake_ReorderedAndDeleted()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/models");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "claude-sonnet-4-5" }).First).ToContainTextAsync("anthropic");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add route" }).ClickAsync();
        var dialog = await window.DialogAsync("Callers ask for");

        await dialog.GetByLabel("Callers ask for").FillAsync("f*st");
        await dialog.GetByLabel("Model there 1").FillAsync("claude-haiku-4-5");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a target" }).ClickAsync();
        await dialog.GetByLabel("Model there 2").FillAsync("claude-sonnet-4-5");
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the route" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("a star can stand at the end alone");

        await dialog.GetByLabel("Callers ask for").FillAsync("fast");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Move target 2 up" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add the route" }).ClickAsync();
        var row = window.Page.GetByRole(AriaRole.Row).Filter(new() { Has = window.Page.GetByRole(AriaRole.Button, new() { Name = "Edit the route fast" }) });
        await Assertions.Expect(row.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["anthropic: claude-sonnet-4-5", "anthropic: claude-haiku-4-5"]);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the route fast" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Price_SetPlannedAndEnded()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/models");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set a price" }).ClickAsync();
        var dialog = await window.DialogAsync();
        await dialog.GetByLabel("Model", new() { Exact = true }).FillAsync("house-model*");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set the price" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say what input and output cost");

        await dialog.GetByLabel("Input", new() { Exact = true }).FillAsync("0.25");
        await dialog.GetByLabel("Output", new() { Exact = true }).FillAsync("1.5");
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set the price" }).ClickAsync();
        var rows = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "house-model*" });
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("$0.25");
        await Assertions.Expect(rows).ToContainTextAsync("In force");

        await rows.GetByRole(AriaRole.Button, new() { Name = "Change the price of house-model*" }).ClickAsync();
        await dialog.GetByLabel("Output", new() { Exact = true }).FillAsync("3");
        await dialog.GetByLabel("From", new() { Exact = true }).FillAsync("2031-05-01");
        await dialog.GetByLabel("Name", new() { Exact = true }).FocusAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Set the price" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(rows.First).ToContainTextAsync("Planned");

        await rows.First.GetByRole(AriaRole.Button, new() { Name = "Delete the price of house-model*" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await rows.GetByRole(AriaRole.Button, new() { Name = "End the price of house-model*" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await Assertions.Expect(rows).ToContainTextAsync("Ended");
    }
}
