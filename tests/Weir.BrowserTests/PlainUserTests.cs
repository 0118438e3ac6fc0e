using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Weir.Web.Layout;
using Xunit;

namespace Weir.BrowserTests;

/// <summary>Walks as somebody who administers nothing. What endpoints let them do is in the access matrix of the integration tests.</summary>
public sealed partial class PlainUserTests(Installation weir)
{
    /// <summary>Within an open page no request is made that a server could refuse: the page itself has to.</summary>
    [Fact]
    public async Task Administration_WithinAnOpenPage_IsNeitherOfferedNorShown()
    {
        await using var window = await weir.OpenAsNewUserAsync("pia");
        await window.GoToAsync("/keys");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Navigation).GetByText("Administration")).ToHaveCountAsync(0);
        await window.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(PageLinks.Own.Length);
        await window.Page.Keyboard.PressAsync("Escape");

        foreach (var link in PageLinks.Administration)
        {
            await window.Page.EvaluateAsync("address => Blazor.navigateTo(address)", link.Address);
            await Assertions.Expect(window.Page).ToHaveURLAsync(new Uri(weir.Address, link.Address).ToString());
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is for administrators");
        }
    }

    [Fact]
    public async Task Administrator_WhoIsOneNoMore_LosesTheOpenPage()
    {
        using var admin = await weir.SignInAsync("admin", Installation.AdminPassword);
        var id = await weir.AddUserAsync("paul");
        await SetAdministratorAsync(admin, id, 1);
        await using var window = await weir.OpenAsync();
        await window.SignInAsync("paul", Installation.AdminPassword);
        var page = PageLinks.Administration[0];
        await window.GoToAsync(page.Address);
        await Assertions.Expect(window.Page).ToHaveTitleAsync($"{page.Name} · Weir");

        window.LosesItsConnection = true;
        await SetAdministratorAsync(admin, id, 0);

        // The connection breaks, and the one that takes its place is a plain user's. How long it was lost is too short to be seen for sure.
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page is for administrators");
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page).ToHaveURLAsync(NotAllowed());
    }

    private static async Task SetAdministratorAsync(HttpClient admin, Guid user, int isAdministrator)
    {
        using var changed = await admin.PutAsJsonAsync($"/admin/api/users/{user}", new { is_admin = isAdministrator }, TestContext.Current.CancellationToken);
        changed.EnsureSuccessStatusCode();
    }

    [GeneratedRegex("/not-allowed$")]
    private static partial Regex NotAllowed();
}
