using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed partial class UsersTests(Installation weir)
{
    private const string Password = "six purple otters sing";

    [Fact]
    public async Task User_MadeFoundAndOpened()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/users");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "New user" }).ClickAsync();
        var dialog = await window.DialogAsync("Username");
        await dialog.GetByLabel("Username").FillAsync("uma");
        await dialog.GetByLabel("First password").FillAsync("short");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the user" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("at least 12 characters");
        await window.AssertAccessibleAsync();
        await dialog.GetByLabel("First password").FillAsync(Password);
        await dialog.GetByLabel("Token limit").FillAsync("123000");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the user" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("uma can sign in now.")).ToBeVisibleAsync();

        await window.Page.GetByLabel("Search").FillAsync("um");
        await Assertions.Expect(window.Page).ToHaveURLAsync(SearchAddress());
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "uma" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("uma");
        await window.ReadyAsync();
        await Assertions.Expect(window.Page.GetByText("123 k tokens in total")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.AssertFitsAsync();
    }

    [Fact]
    public async Task Users_SortedAndSearchedInVain()
    {
        await weir.AddUserAsync("zoe");
        await using var window = await weir.OpenAsAdministratorAsync(new() { Width = 390 });
        await window.GoToAsync("/admin/users?order=desc&sort=username");
        await Assertions.Expect(window.Page.Locator("tbody tr").First).ToContainTextAsync("zoe");
        await window.AssertFitsAsync();
        await window.Page.GetByLabel("Search").FillAsync("nobody is called this");
        await Assertions.Expect(window.Page.GetByText("Nobody fits")).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show everybody" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "admin", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Users_ChosenTogether_AreLimitedAndDeactivatedButNotTheLastAdministrator()
    {
        await weir.AddUserAsync("bulk-ann");
        await weir.AddUserAsync("bulk-bea");
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/users?search=bulk-");
        await window.Page.GetByLabel("Choose all on this page").CheckAsync();
        await window.AssertAccessibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Token limit…" }).ClickAsync();
        await (await window.DialogAsync("Token limit")).GetByLabel("Token limit").FillAsync("5000");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set the limit" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("2 users are changed.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "5,000" })).ToHaveCountAsync(2);

        await window.GoToAsync("/admin/users?show=administrators");
        await window.Page.GetByLabel("Choose admin", new() { Exact = true }).CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("last active administrator");
    }

    [Fact]
    public async Task ResetLink_MadeAndFollowed_SetsThePassword()
    {
        var id = await weir.AddUserAsync("rosa");
        await using var admin = await weir.OpenAsAdministratorAsync();
        await admin.GoToAsync($"/admin/users/{id}");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Reset link" }).ClickAsync();
        var link = await admin.Page.Locator(".secret code").InnerTextAsync();

        await using var window = await weir.OpenAsync();
        await window.Page.GotoAsync(link);
        await Assertions.Expect(window.Page.GetByText("For the account rosa.")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("rosa rosa rosa");
        await window.Page.GetByLabel("The password once more").FillAsync("rosa rosa rosa");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("tried first");
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await window.Page.GetByLabel("The password once more").FillAsync(Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The password is set");
        await window.AssertAccessibleAsync();
        await window.SignInAsync("rosa", Password);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Account of rosa" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task User_DeactivatedAndDeleted_IsGone()
    {
        var id = await weir.AddUserAsync("dana");
        await using var admin = await weir.OpenAsAdministratorAsync();
        await admin.GoToAsync($"/admin/users/{id}");
        await ConfirmAsync(admin, "Deactivate");
        await Assertions.Expect(admin.Page.GetByText("The account is deactivated.")).ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Activate", Exact = true })).ToBeVisibleAsync();
        await ConfirmAsync(admin, "Delete");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Users");
        await admin.GoToAsync($"/admin/users/{id}");
        await Assertions.Expect(admin.Page.GetByText("There is no such user")).ToBeVisibleAsync();
    }

    private static async Task ConfirmAsync(Window window, string act)
    {
        await window.Page.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
    }

    [GeneratedRegex("search=um")]
    private static partial Regex SearchAddress();
}
