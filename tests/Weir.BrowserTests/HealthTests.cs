using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

public sealed class HealthTests(Installation weir)
{
    [Fact]
    public async Task Health_TellsHowItIs_AndVerifiesTheLedger()
    {
        await using var window = await weir.OpenAsAdministratorAsync();
        await window.GoToAsync("/admin/health");

        await Assertions.Expect(window.Page.GetByText("Takes requests")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("takes writes")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("(this one)")).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByText("All sums are right")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the ledger" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
    }
}
