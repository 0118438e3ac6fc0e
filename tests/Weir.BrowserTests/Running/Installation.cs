using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.BrowserTests.Running;

/// <summary>
/// One Weir, as its operator runs it, before a fake Anthropic, and one Chromium: shared by all tests, each of which makes the people that
/// it needs and gives each a browser window of their own.
/// </summary>
public class Installation : IAsyncLifetime
{
    public const string AdminPassword = "a long sentence of mine";

    /// <summary>Where Debian puts it, unless a variable says otherwise.</summary>
    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, Func<ReceivedRequest, Script>> _answers = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ProcessUnderTest? _weir;

    /// <summary>What stands behind the models that begin with <c>claude-</c>.</summary>
    public FakeUpstream Upstream { get; } = new();

    public Uri Address => _weir!.Address;

    /// <summary>What stands in the terminal in which it was started.</summary>
    public string Output => _weir!.Output;

    /// <summary>Who is signed in as the administrator, with the <see cref="AdminPassword"/>.</summary>
    protected virtual string Administrator => "admin";

    protected string DataFolder => _folder.Path;

    /// <summary>How requests are answered in which a text stands, as it stands in their JSON. All others get an ordinary answer.</summary>
    public void Answer(string text, Func<ReceivedRequest, Script> script) => _answers[text] = script;

    public virtual async ValueTask InitializeAsync()
    {
        Upstream.OnRequest = request => _answers.FirstOrDefault(answer => request.Text.Contains(answer.Key, StringComparison.Ordinal)).Value?.Invoke(request) ?? new();
        var settings = new LaunchSettings { DataFolder = DataFolder };
        Configure(settings.Environment);
        _weir = await ProcessUnderTest.StartAsync(settings, CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        // A page answers in a blink; a machine that runs all tests at once takes its time now and then.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>What it is started with.</summary>
    protected virtual void Configure(IDictionary<string, string> environment)
    {
        environment["WEIR_ADMIN_PASSWORD"] = AdminPassword;
        environment["ANTHROPIC_API_KEY"] = "sk-ant-of-the-server";
        environment["ANTHROPIC_BASE_URL"] = Upstream.Address.ToString();
    }

    /// <summary>A window of somebody who is not signed in.</summary>
    public async Task<Window> OpenAsync(WindowKind? kind = null) => await Window.OpenAsync(_browser!, Address, kind ?? new());

    /// <summary>A window of the administrator, signed in.</summary>
    public Task<Window> OpenAsAdministratorAsync(WindowKind? kind = null) => OpenAsAsync(Administrator, AdminPassword, kind);

    /// <summary>A window of a new user of this name, signed in.</summary>
    public async Task<Window> OpenAsNewUserAsync(string username, WindowKind? kind = null)
    {
        await AddUserAsync(username);
        return await OpenAsAsync(username, AdminPassword, kind);
    }

    public async Task<Guid> AddUserAsync(string username)
    {
        using var admin = await SignInAsync(Administrator, AdminPassword);
        using var made = await admin.PostAsJsonAsync("/admin/api/users", new { username, password = AdminPassword }, TestContext.Current.CancellationToken);
        return (await JsonAsync(made)).GetProperty("id").GetGuid();
    }

    /// <summary>A client for what a test prepares; what it is about it does in the browser.</summary>
    public async Task<HttpClient> SignInAsync(string username, string password)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = Address };
        using var signedIn = await client.PostAsJsonAsync("/auth/login", new { username, password }, TestContext.Current.CancellationToken);
        Assert.True(signedIn.IsSuccessStatusCode, $"{username} could not sign in: {signedIn.StatusCode}");
        return client;
    }

    /// <summary>The JSON of an answer that must have succeeded.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_weir is not null)
        {
            await _weir.DisposeAsync();
        }

        await Upstream.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<Window> OpenAsAsync(string username, string password, WindowKind? kind)
    {
        var window = await OpenAsync(kind);
        await window.SignInAsync(username, password);
        return window;
    }
}
