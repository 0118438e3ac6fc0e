using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Hosting;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Upstreams;

public sealed class UpstreamKeysTests
{
    private const string Key = "sk-secret-of-the-upstream";

    [Fact]
    public async Task Key_OfAnUpstream_StandsNowhereInTheOpen()
    {
        var logs = new CapturedLogs();
        await using var upstream = new FakeUpstream { RequiredKey = Key };
        using var folder = new TempFolder();
        await using var weir = await WeirHost.StartAsync(
            upstream: null,
            Cancellation,
            services => services.AddSingleton<ILoggerProvider>(logs),
            ("WEIR_DATA", folder.Path),
            ("Logging__LogLevel__Default", "Trace"));
        var id = await weir.AddUpstreamAsync("claude", upstream.Address, apiKey: Key);
        Assert.Equal(200, (await weir.AskModelAsync()).Status);

        var listed = await weir.Admin.GetStringAsync("/admin/api/upstreams", Cancellation);
        var found = await weir.Admin.GetStringAsync($"/admin/api/upstreams/{id}", Cancellation);

        Assert.DoesNotContain(Key, listed + found, StringComparison.Ordinal);
        Assert.NotEmpty(logs.Entries);
        Assert.DoesNotContain(logs.Entries, entry => entry.Message.Contains(Key, StringComparison.Ordinal) || entry.Failure?.ToString().Contains(Key, StringComparison.Ordinal) == true);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Assert.Equal(-1, (await ReadAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)));
        }
    }

    [Fact]
    public async Task Key_WhoseRingIsGone_IsTheTroubleOfItsUpstreamAlone()
    {
        await using var upstream = new FakeUpstream { RequiredKey = Key };
        await using var other = new FakeUpstream();
        using var folder = new TempFolder();
        await using (var weir = await StartOnAsync(folder))
        {
            await weir.AddUpstreamAsync("lost", upstream.Address, apiKey: Key);
            await weir.AddUpstreamAsync("other", other.Address);
            await weir.AddRouteAsync("fast", "other");
        }

        Directory.Delete(folder.File("keys"), recursive: true);
        var logs = new CapturedLogs();
        await using var again = await StartOnAsync(folder, logs);
        var lost = await again.UpstreamAsync("lost");
        var tested = await again.Admin.AskAsync("POST", $"/admin/api/upstreams/{lost.GetProperty("id").GetGuid()}/test");

        Assert.Contains("enter the key again", lost.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.True(lost.GetProperty("has_api_key").GetBoolean());
        Assert.Contains("enter the key again", tested.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single(logs.Entries, entry => entry.Message.StartsWith("The key of the upstream \"lost\" cannot be read", StringComparison.Ordinal));
        Assert.Equal(200, (await again.AskModelAsync("fast")).Status);

        var mended = await again.Admin.AskAsync(
            "PUT", $"/admin/api/upstreams/{lost.GetProperty("id").GetGuid()}", new { name = "lost", kind = "anthropic", base_url = upstream.Address.ToString(), api_key = Key });
        Assert.False(mended.Json.TryGetProperty("problem", out _));
        Assert.Equal(2, mended.Json.GetProperty("state").GetProperty("models").GetInt32());
    }

    private static Task<WeirHost> StartOnAsync(TempFolder folder, CapturedLogs? logs = null) => WeirHost.StartAsync(
        upstream: null, Cancellation, services => services.AddSingleton<ILoggerProvider>(logs ?? new()), ("WEIR_DATA", folder.Path));

    /// <summary>SQLite has its files open.</summary>
    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, Cancellation);
        return bytes;
    }
}
