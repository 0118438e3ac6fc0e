using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Weir.TestKit;
using Xunit;

namespace Weir.BrowserTests.Running;

/// <summary>A person's browser window. At its end it fails the test when a script failed, or when anything was asked of another host.</summary>
public sealed class Window : IAsyncDisposable
{
    /// <summary>The folder for pictures; null: none are wanted.</summary>
    internal static readonly string? Pictures = Environment.GetEnvironmentVariable("WEIR_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];

    private Window(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _faults.Enqueue($"Script error: {error}");
        page.Console += (_, line) =>
        {
            if (line.Type == "error" && !IsExpected(line.Text))
            {
                _faults.Enqueue($"Console: {line.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss" } asked && asked.Authority != address.Authority)
            {
                _faults.Enqueue($"Asked of another host: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Set where a test ends a session under an open page: the browser complains of that.</summary>
    public bool LosesItsConnection { get; set; }

    public static async Task<Window> OpenAsync(IBrowser browser, Uri address, WindowKind kind)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = kind.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = kind.Width, Height = 900 },
            TimezoneId = kind.Zone,
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(30_000);
        return new(context, await context.NewPageAsync(), address);
    }

    /// <summary>Through the form, as a person does.</summary>
    public async Task SignInAsync(string username, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Username").FillAsync(username);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ReadyAsync();
    }

    /// <summary>Goes to a page by its address and waits until it can be used.</summary>
    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Until the page's connection stands and what it shows has come.</summary>
    public async Task ReadyAsync()
    {
        await Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        await Assertions.Expect(Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Until an expression is true in the page. Playwright's own way to wait for one makes a function of a string, which the pages forbid.</summary>
    public Task BecomesAsync(string expression) =>
        Eventually.IsTrueAsync(() => Page.EvaluateAsync<bool>(expression), TestContext.Current.CancellationToken, expression: expression);

    /// <summary>The dialog that opens now, once it has the focus: what is typed sooner lands where that goes.</summary>
    /// <param name="first">The label of what has it; null: something of it.</param>
    public async Task<ILocator> DialogAsync(string? first = null)
    {
        var dialog = Page.GetByRole(AriaRole.Dialog);
        var focused = first is null ? dialog.Locator(":focus") : dialog.GetByLabel(first).And(Page.Locator(":focus"));
        await Assertions.Expect(focused).ToHaveCountAsync(1);
        return dialog;
    }

    /// <summary>Opens a list of choices and takes one. It holds once it is shown, and what is pressed sooner doesn't know of it.</summary>
    public async Task ChooseAsync(ILocator dialog, string label, string choice)
    {
        await dialog.GetByLabel(label, new() { Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Option, new() { Name = choice, Exact = true }).ClickAsync();
        await Assertions.Expect(dialog.GetByText(choice, new() { Exact = true }).First).ToBeVisibleAsync();
    }

    /// <returns>What is in the file that a link leads to.</returns>
    public async Task<string> DownloadAsync(ILocator link)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>No serious or critical fault that axe finds.</summary>
    public async Task AssertAccessibleAsync()
    {
        var found = await Page.RunAxe();
        var grave = found.Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
        Assert.True(grave.Count == 0, $"{Page.Url}:\n{string.Join('\n', grave.Select(Describe))}");
    }

    /// <summary>Nothing is wider than the window, so that nobody has to scroll sideways to read.</summary>
    public async Task AssertFitsAsync()
    {
        var (wide, room) = (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await Page.EvaluateAsync<int>("document.documentElement.clientWidth"));
        Assert.True(wide <= room, $"{Page.Url} is {wide} pixels wide in a window of {room}.");
    }

    /// <summary>Leaves a picture of the whole page, where pictures are wanted.</summary>
    public async Task ShootAsync(string name)
    {
        if (Pictures is not null)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.True(_faults.IsEmpty, string.Join('\n', _faults));
    }

    /// <summary>What a browser writes by itself when a request is refused, as some are on purpose.</summary>
    private bool IsExpected(string line) =>
        line.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal)
        || (LosesItsConnection && (line.Contains("onnection", StringComparison.Ordinal) || line.Contains("WebSocket", StringComparison.Ordinal)));

    private static string Describe(AxeResultItem violation) =>
        $"  {violation.Impact} {violation.Id}: {violation.Help}\n" + string.Join('\n', violation.Nodes.Take(5).Select(node => $"    {node.Html}"));
}
