using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Weir.Hosting;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.TestKit;
using Weir.TestKit.Postgres;
using Weir.TestKit.Upstreams;
using Xunit;
using UpstreamKind = Weir.TestKit.Upstreams.UpstreamKind;

namespace Weir.IntegrationTests.Running;

/// <summary>
/// Weir as it runs, in this process: its settings as an operator writes them, real Kestrel on a free port, a real SQLite file, or a real
/// PostgreSQL database where the test's class is marked <see cref="OnPostgresAttribute"/>. Everything is done through its doors; an
/// administrator is signed in from the start.
/// </summary>
internal sealed class WeirHost : IAsyncDisposable
{
    public const string AdminPassword = "a long sentence of mine";

    public const string MasterKey = "six purple otters sing at midnight";

    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private readonly PostgresDatabase? _database;

    private WeirHost(TempFolder folder, PostgresDatabase? database, WebApplication app)
    {
        _folder = folder;
        _database = database;
        _app = app;
        Address = new(app.Urls.First());
        Admin = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = Address };
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Address { get; }

    /// <summary>Signed in as <c>admin</c>, with the session's cookie.</summary>
    public HttpClient Admin { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What commands are started with that go to the same database.</summary>
    public WeirSettings Settings => Services.GetRequiredService<WeirSettings>();

    /// <param name="upstream">What stands behind <c>ANTHROPIC_BASE_URL</c>, or the one upstream of another kind; null leaves the simulated one.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <param name="replace">Replaces services: the clock, say.</param>
    /// <param name="settings">Further settings, by the names of environment variables.</param>
    public static async Task<WeirHost> StartAsync(
        FakeUpstream? upstream,
        CancellationToken cancellationToken,
        Action<IServiceCollection>? replace = null,
        params IEnumerable<(string Name, string Value)> settings)
    {
        var folder = new TempFolder();
        var sources = new SettingSources();
        var variables = new Dictionary<string, string>
        {
            ["PORT"] = "0",
            ["WEIR_DATA"] = folder.Path,
            ["WEIR_ADMIN_PASSWORD"] = AdminPassword,
            // Most tests provoke what is worth a line in a log.
            ["Logging__Console__LogLevel__Default"] = "None",
        };
        if (upstream is { Kind: UpstreamKind.Anthropic })
        {
            variables["ANTHROPIC_API_KEY"] = "sk-ant-of-the-server";
            variables["ANTHROPIC_BASE_URL"] = upstream.Address.ToString();
        }

        var database = OnPostgresAttribute.IsSet ? await HostDatabase.NewAsync(cancellationToken) : null;
        if (database is not null)
        {
            (variables["DATABASE_URL"], variables["WEIR_MASTER_KEY"]) = (database.Url, MasterKey);
        }

        foreach (var (name, value) in settings)
        {
            variables[name] = value;
        }

        sources.AddVariables(variables);
        var app = WeirApplication.Create(
            SettingsBinding.Bind(sources),
            services =>
            {
                // Each costs a fifth of a second as Weir makes them, and tests sign in thousands of times.
                services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
                replace?.Invoke(services);
            },
            sources.ToConfiguration());
        if (upstream is { Kind: not UpstreamKind.Anthropic })
        {
            app.Services.GetRequiredService<UpstreamCatalog>().Apply(new([RoutedUpstreams.Config(upstream)], []));
        }

        await StartAsync(app, cancellationToken);
        var host = new WeirHost(folder, database, app);
        if (variables["WEIR_ADMIN_PASSWORD"] == AdminPassword)
        {
            await SignInAsync(host.Admin, "admin", AdminPassword, cancellationToken);
        }

        return host;
    }

    /// <summary>A client with a cookie jar of its own, signed in.</summary>
    public async Task<HttpClient> SignInAsync(string username, string password, CancellationToken cancellationToken)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = Address };
        await SignInAsync(client, username, password, cancellationToken);
        return client;
    }

    /// <summary>A new user, with a token limit when one is given.</summary>
    public async Task<Guid> AddUserAsync(string username, long? tokenLimit, CancellationToken cancellationToken)
    {
        using var made = await Admin.PostAsJsonAsync("/admin/api/users", new { username, password = AdminPassword, token_limit = tokenLimit }, cancellationToken);
        return (await JsonAsync(made, cancellationToken)).GetProperty("id").GetGuid();
    }

    /// <summary>A new API key of the client's user; what SDKs are given.</summary>
    public static async Task<string> AddKeyAsync(HttpClient client, long? tokenLimit, CancellationToken cancellationToken, bool allowInPath = false)
    {
        using var made = await client.PostAsJsonAsync("/api/keys", new { name = "test", token_limit = tokenLimit, allow_in_path = allowInPath }, cancellationToken);
        return (await JsonAsync(made, cancellationToken)).GetProperty("key").GetString()!;
    }

    /// <summary>A new user with a limit, and a key of theirs without one of its own.</summary>
    public async Task<Account> AddAccountAsync(string username, long? tokenLimit, CancellationToken cancellationToken)
    {
        var id = await AddUserAsync(username, tokenLimit, cancellationToken);
        var client = await SignInAsync(username, AdminPassword, cancellationToken);
        return new(id, client, await AddKeyAsync(client, null, cancellationToken));
    }

    /// <summary>The JSON of an answer that must have succeeded.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Ends as on SIGTERM.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>What cannot start lets go of what it holds, as the command does.</summary>
    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task SignInAsync(HttpClient client, string username, string password, CancellationToken cancellationToken)
    {
        using var signedIn = await client.PostAsJsonAsync("/auth/login", new { username, password }, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }
}
