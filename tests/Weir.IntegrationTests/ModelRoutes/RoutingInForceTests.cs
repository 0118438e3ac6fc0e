using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Hosting;
using Weir.IntegrationTests.Running;
using Weir.IntegrationTests.Upstreams;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.ModelRoutes;

public sealed class RoutingInForceTests
{
    [Fact]
    public async Task Routing_OfTheDatabase_IsInForceWithTheFirstRequestAfterAStart()
    {
        await using var upstream = new FakeUpstream();
        using var folder = new TempFolder();
        await using (var weir = await StartAsync(folder))
        {
            await weir.AddUpstreamAsync("claude", upstream.Address, apiKey: "sk-1");
            await weir.AddRouteAsync("fast", "claude", "claude-haiku-4-5");
        }

        await using var again = await StartAsync(folder);
        Assert.Equal(200, (await again.AskModelAsync("fast")).Status);

        var request = Assert.Single(upstream.Book.Requests);
        Assert.Equal(("claude-haiku-4-5", "sk-1"), (request.Model, request.Head["x-api-key"]));
    }

    [Fact]
    public async Task Routing_ChangedByAnotherProcess_ArrivesByItself()
    {
        await using var first = new FakeUpstream();
        await using var second = new FakeUpstream();
        using var folder = new TempFolder();
        await using var weir = await StartAsync(folder);
        await weir.AddUpstreamAsync("claude", first.Address);
        Assert.Equal(200, (await weir.AskModelAsync()).Status);

        await folder.Path.WriteFromOutsideAsync($"UPDATE upstreams SET base_url = '{second.Address}'");
        await Eventually.IsTrueAsync(
            async () => (await weir.AskModelAsync()).Status == 200 && second.Book.Requests.Count > 0,
            Cancellation);

        await folder.Path.WriteFromOutsideAsync("DELETE FROM upstreams");
        await Eventually.IsTrueAsync(async () => (await weir.AskModelAsync()).Status != 200, Cancellation);
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/admin/api/upstreams")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Routing_DatabaseUnreadable_StaysAsItIsAndIsReadAgainLater()
    {
        await using var upstream = new FakeUpstream();
        using var folder = new TempFolder();
        var logs = new CapturedLogs();
        await using var weir = await StartAsync(folder, logs);
        await weir.AddUpstreamAsync("claude", upstream.Address);

        await folder.Path.WriteFromOutsideAsync("ALTER TABLE upstreams RENAME TO elsewhere");
        await Eventually.IsTrueAsync(() => Says(logs, "The database cannot be read for upstreams and routes"), Cancellation);
        Assert.Equal(200, (await weir.AskModelAsync()).Status);

        await folder.Path.WriteFromOutsideAsync("ALTER TABLE elsewhere RENAME TO upstreams; UPDATE upstreams SET name = 'renamed'");
        await Eventually.IsTrueAsync(
            async () => (await weir.UpstreamAsync("renamed")).TryGetProperty("state", out _),
            Cancellation);
        Assert.Equal(200, (await weir.AskModelAsync()).Status);
    }

    [Fact]
    public async Task Routing_SameNameInBoth_TheSettingsCountAndTheOtherIsComplainedOfOnce()
    {
        await using var stored = new FakeUpstream();
        await using var written = new FakeUpstream();
        using var folder = new TempFolder();
        await using (var weir = await StartAsync(folder))
        {
            await weir.AddUpstreamAsync("Anthropic", stored.Address);
            await weir.AddRouteAsync("fast", "Anthropic", "claude-of-the-database");
        }

        var logs = new CapturedLogs();
        await using var again = await StartAsync(
            folder, logs, ("ANTHROPIC_BASE_URL", written.Address.ToString()), ("Weir__Routes__0__Pattern", "fast"), ("Weir__Routes__0__Targets__0__Upstream", "anthropic"), ("Weir__Routes__0__Targets__0__Model", "claude-of-the-settings"));
        Assert.Equal(200, (await again.AskModelAsync("fast")).Status);
        // Reads the database once more.
        await again.AddUserAsync("mia", null, Cancellation);

        Assert.Empty(stored.Book.Requests);
        Assert.Equal("claude-of-the-settings", Assert.Single(written.Book.Requests).Model);
        var hidden = await again.UpstreamAsync("Anthropic");
        Assert.False(hidden.TryGetProperty("state", out _));
        Assert.StartsWith("It is not used", hidden.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Single(logs.Entries, entry => entry.Message.StartsWith("The upstream \"Anthropic\" of the database is not used", StringComparison.Ordinal));
        Assert.Single(logs.Entries, entry => entry.Message.StartsWith("The route \"fast\" of the database is not used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Route_OfAnUpstreamThatIsNowhere_IsRemarkedUponUntilThereIsOne()
    {
        await using var upstream = new FakeUpstream();
        using var folder = new TempFolder();
        var logs = new CapturedLogs();
        await using var weir = await StartAsync(folder, logs, ("Weir__Routes__0__Pattern", "fast"), ("Weir__Routes__0__Targets__0__Upstream", "later"));

        Assert.True(Says(logs, "The route \"fast\" names the upstream \"later\", which does not exist"));
        Assert.Equal(404, (await weir.AskModelAsync("fast")).Status);
        await weir.AddUpstreamAsync("later", upstream.Address);
        Assert.Equal(200, (await weir.AskModelAsync("fast")).Status);
    }

    private static bool Says(CapturedLogs logs, string sentence) => logs.Entries.Any(entry => entry.Message.StartsWith(sentence, StringComparison.Ordinal));

    private static Task<WeirHost> StartAsync(TempFolder folder, CapturedLogs? logs = null, params IEnumerable<(string Name, string Value)> settings) => WeirHost.StartAsync(
        upstream: null,
        Cancellation,
        services => services.AddSingleton<ILoggerProvider>(logs ?? new()),
        settings.Prepend(("WEIR_DATA", folder.Path)));
}
