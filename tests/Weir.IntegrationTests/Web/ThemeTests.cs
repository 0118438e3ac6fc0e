using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Web;

/// <summary>The component library asks for colours, letters and measures by name; Weir's own stylesheet has them.</summary>
public sealed partial class ThemeTests
{
    /// <summary>What a newer library asks for and has a value for in a theme of its own, but Weir has not, would be drawn without.</summary>
    [Fact]
    public async Task Stylesheet_HasAllThatTheLibraryTakesFromATheme()
    {
        await using var weir = await WeirHost.StartAsync(null, TestContext.Current.CancellationToken);
        using var browser = new HttpClient { BaseAddress = weir.Address };
        Task<string> SheetAsync(string path) => browser.GetStringAsync(path, TestContext.Current.CancellationToken);
        var asked = Asked().Matches(await SheetAsync("/_content/MudBlazor/MudBlazor.min.css")).Select(name => name.Groups[1].Value).ToHashSet();
        var ofTheLibrary = Given().Matches(await OwnThemeAsync(weir.Services)).Select(name => name.Groups[1].Value).ToHashSet();

        var given = Given().Matches(await SheetAsync("/theme.css")).Select(name => name.Groups[1].Value).ToHashSet();

        Assert.Contains("--mud-palette-primary", asked.Intersect(ofTheLibrary));
        // A scheme is inherited from the document, where it stands for all.
        Assert.Empty(asked.Intersect(ofTheLibrary).Except(given).Except(["--mud-native-html-color-scheme"]));
        Assert.Empty(given.Except(asked));
    }

    private static async Task<string> OwnThemeAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MudThemeProvider>()).ToHtmlString());
    }

    [GeneratedRegex(@"var\((--mud-[\w-]+)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"(--mud-[\w-]+):")]
    private static partial Regex Given();
}
