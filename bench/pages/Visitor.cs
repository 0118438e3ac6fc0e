using System.Diagnostics;
using Microsoft.Playwright;

namespace Weir.Bench.Pages;

/// <summary>A browser window of the administrator.</summary>
internal sealed class Visitor(IBrowserContext context, IPage page) : IAsyncDisposable
{
    /// <summary>True when the page is connected and nothing of it is still being asked for. Its heading is that of the page that was wanted.</summary>
    private const string IsUsable =
        "title => document.title === title && document.documentElement.dataset.ready === 'true' && !document.querySelector('[aria-busy=true]')";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Visitor> OpenAsync(IBrowser browser, Uri address, IReadOnlyList<BrowserContextCookiesResult>? cookies = null)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, TimezoneId = "Europe/Berlin" });
        context.SetDefaultTimeout(60_000);
        if (cookies is not null)
        {
            await context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));
        }

        return new(context, await context.NewPageAsync());
    }

    public Task<IReadOnlyList<BrowserContextCookiesResult>> CookiesAsync() => context.CookiesAsync();

    public async Task SignInAsync(string username, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Username").FillAsync(username);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>By its address, as from a bookmark: until it can be used.</summary>
    public async Task<TimeSpan> LoadAsync(string path, string title)
    {
        var started = Stopwatch.GetTimestamp();
        await page.GotoAsync(path);
        await UntilAsync(title);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>From another page, by the menu: until what it shows is there.</summary>
    public async Task<TimeSpan> GoAsync(string path, string title)
    {
        var started = Stopwatch.GetTimestamp();
        await page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
        await UntilAsync(title);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>What the server's objects take, in bytes.</summary>
    public Task<long> HeapAsync() => page.EvaluateAsync<long>("async () => (await (await fetch('/admin/api/health')).json()).process.heap_bytes");

    public ValueTask DisposeAsync() => context.DisposeAsync();

    /// <summary>Asked again and again from here: the pages allow no code that is made of strings, which Playwright's own way needs.</summary>
    private async Task UntilAsync(string title)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await page.EvaluateAsync<bool>(IsUsable, title + " · Weir"))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{title} could not be used for {Patience.TotalSeconds:F0} s. The page is {await page.TitleAsync()}:\n{await page.InnerTextAsync("body")}");
            }

            await Task.Delay(2);
        }
    }
}
