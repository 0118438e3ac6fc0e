using System.Text.RegularExpressions;
using Weir.BrowserTests.Running;
using Xunit;

namespace Weir.BrowserTests;

/// <summary>
/// Every page that the menu leads to, light and dark, on a phone and on a laptop: nothing that axe calls serious, nothing wider than the
/// window, no script error. With <c>WEIR_SCREENSHOTS</c> set to a folder, it leaves a picture of each there; <c>./screenshots</c> does that.
/// </summary>
public sealed partial class EveryPageTests(DemoInstallation weir) : IClassFixture<DemoInstallation>
{
    /// <summary>Dark or light, and how wide. Every run has each once; pictures are taken of each with each.</summary>
    public static TheoryData<bool, int> Kinds => Window.Pictures is null
        ? new() { { false, 1440 }, { true, 390 } }
        : new() { { false, 1440 }, { true, 1440 }, { false, 390 }, { true, 390 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Page_IsAccessibleAndFits(bool isDark, int width)
    {
        await using var window = await weir.OpenAsAdministratorAsync(new() { IsDark = isDark, Width = width });
        foreach (var link in Web.Layout.PageLinks.Own.Concat(Web.Layout.PageLinks.Administration))
        {
            await window.GoToAsync(link.Address);
            await Microsoft.Playwright.Assertions.Expect(window.Page).ToHaveTitleAsync($"{link.Name} · Weir");
            await ShootAsync(window, link.Address == "/" ? "home" : link.Address.Trim('/').Replace('/', '-'), isDark, width);
            await window.AssertAccessibleAsync();
            await window.AssertFitsAsync();
        }
    }

    /// <summary>What a list leads to.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task DetailPage_IsAccessibleAndFits(bool isDark, int width)
    {
        await using var window = await weir.OpenAsAdministratorAsync(new() { IsDark = isDark, Width = width });
        foreach (var (list, name) in (IEnumerable<(string, string)>)[("/admin/users?sort=total_tokens&order=desc", "admin-user"), ("/admin/groups", "admin-group")])
        {
            await window.GoToAsync(list);
            var heading = window.Page.Locator("h1");
            var ofList = await heading.InnerTextAsync();
            await window.Page.Locator("tbody a").First.ClickAsync();
            await Microsoft.Playwright.Assertions.Expect(window.Page).ToHaveURLAsync(EndsInAnId());
            // The address changes first, and the list stands there until the page is rendered.
            await Microsoft.Playwright.Assertions.Expect(heading).Not.ToHaveTextAsync(ofList);
            await Microsoft.Playwright.Assertions.Expect(window.Page.Locator("main table").First).ToBeVisibleAsync();
            await window.ReadyAsync();
            await ShootAsync(window, name, isDark, width);
            await window.AssertAccessibleAsync();
            await window.AssertFitsAsync();
        }
    }

    [GeneratedRegex("[0-9a-f-]{36}$")]
    private static partial Regex EndsInAnId();

    private static Task ShootAsync(Window window, string name, bool isDark, int width) => window.ShootAsync($"{name}-{(isDark ? "dark" : "light")}-{width}");
}
