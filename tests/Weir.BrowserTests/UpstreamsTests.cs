using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.BrowserTests;

public sealed class UpstreamsTests(Installation weir)
{
    [Fact]
    public async Task Upstream_AddedWithMistakes_TestedChangedAndDeleted()
    {
        await using var box = new FakeUpstream { Kind = UpstreamKind.Ollama, RequiredKey = "right" };
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/upstreams");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add upstream" }).ClickAsync();
        var dialog = await window.DialogAsync();

        await dialog.GetByLabel("Ollama", new() { Exact = false }).First.CheckAsync();
        await Assertions.Expect(dialog.GetByLabel("Name")).ToHaveValueAsync("ollama");
        await dialog.GetByLabel("Name").FillAsync("gpu box");
        await dialog.GetByLabel("Address").FillAsync(box.Address.ToString());
        await dialog.GetByLabel("API key").FillAsync("wrong");
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("letters, digits, dots, dashes");

        await dialog.GetByLabel("Name").FillAsync("gpu-box");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("It refused the key");
        await dialog.GetByLabel("API key").FillAsync("right");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("and has 3 models");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        var row = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "gpu-box" });
        await Assertions.Expect(row).ToContainTextAsync("Works");
        await row.GetByRole(AriaRole.Button, new() { Name = "Test gpu-box" }).ClickAsync();
        await Assertions.Expect(row.GetByRole(AriaRole.Status)).ToContainTextAsync("and has 3 models");

        await row.GetByRole(AriaRole.Button, new() { Name = "Edit gpu-box" }).ClickAsync();
        await Assertions.Expect(dialog.GetByLabel("API key")).ToHaveValueAsync("");
        await dialog.GetByLabel("Name").FillAsync("attic");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("and has 3 models");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "attic" })).ToContainTextAsync("with a key");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete attic" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("attic")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Upstream_OfTheSettings_IsShownWithWhyItCannotBeChanged()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/upstreams");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Look at anthropic" }).ClickAsync();
        var dialog = await window.DialogAsync();

        await Assertions.Expect(dialog).ToContainTextAsync("written in the settings");
        await Assertions.Expect(dialog.GetByLabel("Name")).ToHaveAttributeAsync("readonly", "");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToHaveCountAsync(0);
        await window.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }
}
