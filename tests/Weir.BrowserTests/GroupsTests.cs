using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class GroupsTests(Installation weir)
{
    [Fact]
    public async Task Group_MadeFilledAndDeleted()
    {
        var id = await weir.AddUserAsync("gwen");
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/groups");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "New group" }).ClickAsync();
        await (await window.DialogAsync("Name")).GetByLabel("Name").FillAsync("Class 7b");
        await window.AssertAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the group" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Class 7b");
        await Assertions.Expect(window.Page.GetByText("Nobody yet.")).ToBeVisibleAsync();
        var address = window.Page.Url;

        await window.GoToAsync($"/admin/users/{id}");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        var dialog = await window.DialogAsync();
        await window.ChooseAsync(dialog, "Group", "Class 7b");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("The changes are in force.")).ToBeVisibleAsync();

        await window.GoToAsync(address);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "gwen" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Take out gwen" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Nobody yet.")).ToBeVisibleAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Groups");
    }
}
