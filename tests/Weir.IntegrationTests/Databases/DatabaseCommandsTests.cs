using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounting;
using Weir.Hosting;
using Weir.IntegrationTests.Commands;
using Weir.IntegrationTests.Running;
using Weir.Storage.Ledger.Verification;
using Weir.Storage.Model;
using Weir.TestKit;
using Weir.TestKit.Processes;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Databases;

/// <summary>An installation moves from SQLite to PostgreSQL with everything that it has, and goes on from there.</summary>
public sealed class DatabaseCommandsTests
{
    private const int Open = 8;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Also when Weir was killed: what was open then is posted by estimate, once.</summary>
    [Fact]
    public async Task Copy_AfterAKill_PostsWhatWasOpenOnceAndIsServed()
    {
        using var folder = new TempFolder();
        var gate = new Gate();
        await using var upstream = new FakeUpstream { OnRequest = _ => new() { Output = _ => 20, Cues = [new(Point.Event("message_delta"), Act.Pause(gate))] } };
        await using var database = await HostDatabase.NewEmptyAsync(Cancellation);
        var key = await UseAndKillAsync(folder, upstream);
        (string, string)[] place = [("DATABASE_URL", database.Url), ("WEIR_MASTER_KEY", WeirHost.MasterKey)];

        var run = await CommandRun.OfAsync(CommandRun.Settings(folder.Path, place), Cancellation, "db", "copy");

        Assert.True(run.Code == 0, run.ToString());
        Assert.Contains($"{Open:N0} entries", run.Output, StringComparison.Ordinal);
        gate.Open();
        upstream.OnRequest = _ => new();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation, settings: place);
        IReadOnlyList<LedgerLine> lines;
        await using (var db = await weir.Services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Cancellation))
        {
            lines = await LedgerLines.ReadAsync(db, Cancellation);
        }

        Assert.Equal(Enumerable.Range(0, Open).Select(i => $"open-{i}"), lines.Select(line => line.Model).Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Equal(UsageSource.Provisional, line.Source));
        Assert.Equal(200, (await Post.SendAsync(weir.Address, Post.Messages(key, Post.Question(true)), Cancellation)).Status);
        Assert.Empty((await weir.Services.GetRequiredService<LedgerVerifier>().VerifyAsync(Cancellation)).Faults);

        var refused = Assert.Throws<DataFolderException>(() => WeirApplication.Create(CommandRun.Settings(folder.Path)));
        Assert.Contains("goes on there: set DATABASE_URL to it", refused.Message, StringComparison.Ordinal);
        var again = await CommandRun.OfAsync(CommandRun.Settings(folder.Path, place), Cancellation, "db", "copy");
        Assert.True(again.Code == 1 && again.Error.Contains("is in use or has been", StringComparison.Ordinal), again.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WeirHost.MasterKey)]
    public async Task Copy_OfKeysOfUpstreams_OpensThemWithTheMasterKey(string? before)
    {
        using var folder = new TempFolder();
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI, RequiredKey = "sk-of-the-box", Models = ["box-model"] };
        await using (var weir = await WeirHost.StartAsync(null, Cancellation, settings: [("WEIR_DATA", folder.Path), .. Master(before)]))
        {
            using var added = await weir.Admin.PostAsJsonAsync(
                "/admin/api/upstreams",
                new { name = "box", kind = "openai_compatible", base_url = upstream.Address, api_key = "sk-of-the-box", is_private = true },
                Cancellation);
            await WeirHost.JsonAsync(added, Cancellation);
        }

        await using var database = await HostDatabase.NewEmptyAsync(Cancellation);
        var run = await CommandRun.OfAsync(CommandRun.Settings(folder.Path, Master(WeirHost.MasterKey)), Cancellation, "db", "copy", "--to", database.Url);
        Assert.True(run.Code == 0, run.ToString());

        await using var moved = await WeirHost.StartAsync(null, Cancellation, settings: [("DATABASE_URL", database.Url), .. Master(WeirHost.MasterKey)]);
        var key = await WeirHost.AddKeyAsync(moved.Admin, null, Cancellation);
        using var client = new HttpClient { BaseAddress = moved.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Headers = { { "authorization", $"Bearer {key}" } },
            Content = JsonContent.Create(new { model = "box-model", messages = new[] { new { role = "user", content = "Hi" } } }),
        };
        using var answer = await client.SendAsync(request, Cancellation);
        await WeirHost.JsonAsync(answer, Cancellation);
    }

    [Fact]
    public async Task Copy_WhileWeirServes_IsRefused()
    {
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        await using var database = await HostDatabase.NewEmptyAsync(Cancellation);

        var run = await CommandRun.OfAsync(CommandRun.Settings(weir.Settings.DataFolder, Master(WeirHost.MasterKey)), Cancellation, "db", "copy", "--to", database.Url);

        Assert.True(run.Code == 1 && run.Error.Contains("Another Weir is running", StringComparison.Ordinal), run.ToString());
    }

    [Fact]
    public async Task Copy_ToAServerThatIsNotThere_SaysSoAndLeavesTheSourceServable()
    {
        using var folder = new TempFolder();
        await (await WeirHost.StartAsync(null, Cancellation, settings: ("WEIR_DATA", folder.Path))).DisposeAsync();

        var run = await CommandRun.OfAsync(CommandRun.Settings(folder.Path, Master(WeirHost.MasterKey)), Cancellation, "db", "copy", "--to", "postgres://weir@127.0.0.1:1/weir");

        Assert.True(run.Code == 1 && run.Error.Contains("Failed to connect", StringComparison.Ordinal), run.ToString());
        await WeirApplication.Create(CommandRun.Settings(folder.Path)).DisposeAsync();
    }

    [Fact]
    public async Task Copy_Interrupted_SaysThatItMayBeRunAgainAndDoesItThen()
    {
        using var folder = new TempFolder();
        await (await WeirHost.StartAsync(null, Cancellation, settings: ("WEIR_DATA", folder.Path))).DisposeAsync();
        await using var database = await HostDatabase.NewEmptyAsync(Cancellation);
        var settings = CommandRun.Settings(folder.Path, Master(WeirHost.MasterKey));

        var interrupted = await CommandRun.OfAsync(settings, new CancellationToken(canceled: true), "db", "copy", "--to", database.Url);
        var again = await CommandRun.OfAsync(settings, Cancellation, "db", "copy", "--to", database.Url);

        Assert.Equal((130, 0), (interrupted.Code, again.Code));
        Assert.Contains("run the command again", interrupted.Error, StringComparison.Ordinal);
    }

    /// <summary>As with Ctrl+C, at a moment when the server on the other end keeps silent.</summary>
    [Fact]
    public async Task Copy_Signalled_EndsInGoodOrder()
    {
        using var folder = new TempFolder();
        await (await WeirHost.StartAsync(null, Cancellation, settings: ("WEIR_DATA", folder.Path))).DisposeAsync();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var copy = ProcessUnderTest.Launch(new()
        {
            DataFolder = folder.Path,
            Arguments = ["db", "copy"],
            Environment =
            {
                ["DATABASE_URL"] = $"postgres://weir@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/weir?Timeout=60",
                ["WEIR_MASTER_KEY"] = WeirHost.MasterKey,
            },
        });
        await using (copy)
        {
            using var connected = await silent.AcceptTcpClientAsync(Cancellation);
            copy.Terminate();
            await copy.WaitForExitAsync(Cancellation);

            Assert.True(copy.ExitCode == 128 + 15 && copy.Output.Contains("Interrupted. The target holds nothing of it", StringComparison.Ordinal), copy.Output);
        }
    }

    private static (string, string)[] Master(string? key) => key is null ? [] : [("WEIR_MASTER_KEY", key)];

    /// <returns>An API key of that Weir.</returns>
    private static async Task<string> UseAndKillAsync(TempFolder folder, FakeUpstream upstream)
    {
        var settings = new LaunchSettings
        {
            DataFolder = folder.Path,
            Environment =
            {
                ["WEIR_ADMIN_PASSWORD"] = WeirHost.AdminPassword,
                ["ANTHROPIC_API_KEY"] = "sk-ant-of-the-server",
                ["ANTHROPIC_BASE_URL"] = upstream.Address.ToString(),
            },
        };
        await using var weir = await ProcessUnderTest.StartAsync(settings, Cancellation);
        using var admin = new HttpClient { BaseAddress = weir.Address };
        await WeirHost.JsonAsync(await admin.PostAsJsonAsync("/auth/login", new { username = "admin", password = WeirHost.AdminPassword }, Cancellation), Cancellation);
        var key = await WeirHost.AddKeyAsync(admin, null, Cancellation);
        var clients = new List<RawClient>();
        try
        {
            for (var i = 0; i < Open; i++)
            {
                clients.Add(await RawClient.ConnectAsync(weir.Address, Cancellation));
                await clients[i].SendAsync(Post.Messages(key, Post.Question(true, model: $"open-{i}")), Cancellation);
            }

            await upstream.Book.WhenAsync(book => book.Attempts.Count == Open && book.Attempts.All(attempt => attempt.Output == 20), Cancellation);
            await weir.KillAsync(Cancellation);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        return key;
    }
}
