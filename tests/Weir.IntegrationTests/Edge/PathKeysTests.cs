using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Weir.Edge;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Hosting;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Identity;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Edge;

public sealed class PathKeysTests
{
    private static readonly string Question = Post.Question(stream: false);

    [Fact]
    public async Task Key_InThePath_StandsForItsUserAndGoesNoFurther()
    {
        await using var upstream = new FakeUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var client = weir.NewClient();
        var key = await KeyAsync(weir, isAllowed: true);

        var answer = await client.AskAsync("POST", $"/k/{key}/v1/messages?beta=true", Question);

        Assert.Equal(200, answer.Status);
        var request = Assert.Single(upstream.Book.Requests);
        Assert.Equal("/v1/messages?beta=true", request.Target);
        Assert.DoesNotContain(key, Encoding.Latin1.GetString(request.Head.Raw) + request.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await weir.Admin.AskAsync("GET", "/api/inference/usage/stats")).Json.GetProperty("entry_count").GetInt32());
    }

    [Fact]
    public async Task Key_NotAllowedInThePath_IsRefusedByASentence()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var key = await KeyAsync(weir, isAllowed: false);

        var answer = await client.AskAsync("POST", $"/k/{key}/v1/messages", Question);

        Assert.Equal(401, answer.Status);
        Assert.StartsWith("This API key may not come in the path", answer.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await client.AskAsync("GET", "/v1/models", null, ("x-api-key", key))).Status);
    }

    [Fact]
    public async Task Key_InThePathAndInAHeader_MustBeTheSame()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var (key, other) = (await KeyAsync(weir, isAllowed: true), await KeyAsync(weir, isAllowed: true));

        Assert.Equal(200, (await client.AskAsync("GET", $"/k/{key}/v1/models", null, ("x-api-key", key))).Status);
        Assert.Equal(400, (await client.AskAsync("GET", $"/k/{key}/v1/models", null, ("x-api-key", other))).Status);
        Assert.Equal(400, (await client.AskAsync("GET", $"/k/{key}/v1/models", null, ("Authorization", $"Bearer {other}"))).Status);
        Assert.Equal(400, (await client.AskAsync("GET", $"/k/{key}/api/inference/usage", null, ("x-api-key", other))).Status);
    }

    [Theory]
    [InlineData("weir_00000000000000000000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("anything")]
    public async Task Key_Wrong_IsRefused(string key)
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();

        Assert.Equal(401, (await client.AskAsync("GET", $"/k/{key}/v1/models")).Status);
    }

    /// <summary>A cookie is for pages; the path of an API is none, and an alias of own endpoints is none either.</summary>
    [Theory]
    [InlineData("/k//api/keys", 404)]
    [InlineData("/k/api/keys", 404)]
    [InlineData("/k/x/api/keys", 403)]
    [InlineData("/k/x/admin/api/users", 404)]
    [InlineData("/k/x/v1/models", 401)]
    [InlineData("/k/", 404)]
    [InlineData("/k", 404)]
    [InlineData("/kitchen", 404)]
    public async Task Session_UnderThePrefix_IsOfNoUse(string path, int status)
    {
        await using var weir = await StartAsync();

        Assert.Equal(status, (await weir.Admin.AskAsync("GET", path)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Root_UnderAKey_GreetsLikeOllama(string end)
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var key = await KeyAsync(weir, isAllowed: true);

        Assert.Equal("Ollama is running", await client.GetStringAsync($"/k/{key}{end}", Cancellation));
        Assert.Equal(200, (await client.AskAsync("HEAD", $"/k/{key}{end}")).Status);
        Assert.Equal(405, (await client.AskAsync("POST", $"/k/{key}{end}", "{}")).Status);
    }

    [Fact]
    public async Task Key_InThePath_IsNeverLoggedWhateverTheLevels()
    {
        var logs = new CapturedLogs();
        await using var weir = await WeirHost.StartAsync(
            upstream: null,
            Cancellation,
            services =>
            {
                services.AddSingleton<ILoggerProvider>(logs);
                MakeFaulty(services);
            },
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
            ("Logging__Captured__LogLevel__Default", "Trace"),
            ("Logging__Captured__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
            ("Logging__Captured__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics*", "Trace"),
            ("Logging__Captured__LogLevel__Microsoft.AspNetCore.Server.Kestrel.*BadRequests", "Trace"));
        using var client = weir.NewClient();
        var (key, other) = (await KeyAsync(weir, isAllowed: true), await KeyAsync(weir, isAllowed: false));
        Assert.Equal(200, (await client.AskAsync("POST", $"/k/{key}/v1/messages", Post.Question(stream: false, model: "demo"))).Status);
        Assert.Equal(500, (await client.AskAsync("GET", $"/k/{FaultyDirectory.Provoking}/v1/models")).Status);
        foreach (var path in (string[])[$"/k/{key}", $"/k/{key}/elsewhere", $"/K/{key}/v1/messages", $"/k/{other}/v1/models", $"/k/{key}/api/keys", $"/k/{key}/docs", $"/k/%{(int)key[0]:X2}{key[1..]}/v1/models"])
        {
            Assert.DoesNotContain(key[^20..], (await client.AskAsync("GET", path)).Json.ToString(), StringComparison.Ordinal);
        }

        foreach (var malformed in (string[])[$"GET /k/{key}/v1/models HTTP/9.9\r\n\r\n", $"GET /k/{key}/two words HTTP/1.1\r\nHost: a\r\n\r\n", $"GET /k/{key}/\0 HTTP/1.1\r\nHost: a\r\n\r\n"])
        {
            using var raw = await RawClient.ConnectAsync(weir.Address, Cancellation);
            await raw.SendAsync(malformed, Cancellation);
            Assert.InRange((await raw.ReadAsync(Cancellation)).Status, 400, 599);
        }

        Assert.Contains(logs.Entries, entry => entry.Level == LogLevel.Trace);
        Assert.Contains(logs.Entries, entry => entry.Message.Contains("GET /v1/models, failed in the gateway", StringComparison.Ordinal));
        foreach (var secret in (string[])[key[^20..], other[^20..], FaultyDirectory.Provoking])
        {
            Assert.DoesNotContain(logs.Entries, entry => $"{entry.Message}{entry.Failure}".Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(logs.Details, detail => detail.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>As the host begins it: the tags of a span are written before the first step runs.</summary>
    [Fact]
    public async Task Key_InThePath_StandsInNoSpan()
    {
        const string Key = "weir_the-key";
        using var span = new Activity("request").Start();
        span.SetTag("url.path", $"/k/{Key}/v1/models").SetTag("url.full", "http://weir/k/weir%5Fthe-key/v1/models").SetTag("http.request.method", "GET").SetTag("count", 1);
        var http = new DefaultHttpContext();
        http.Request.Path = $"/k/{Key}/v1/models";
        http.Request.QueryString = new("?limit=2");
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/k/weir%5Fthe-key/v1/models?limit=2";
        await using var services = new ServiceCollection().BuildServiceProvider();
        var seen = "";
        var app = new ApplicationBuilder(services).UsePathKeys();
        app.Run(inner =>
        {
            seen = $"{inner.Request.Path} {inner.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget} {inner.Features.Get<PathCredential>()!.Secret}";
            return Task.CompletedTask;
        });

        await app.Build()(http);

        Assert.Equal($"/v1/models /v1/models?limit=2 {Key}", seen);
        Assert.Equal(
            ["count=1", "http.request.method=GET", "url.full=/v1/models", "url.path=/v1/models"],
            span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    private static void MakeFaulty(IServiceCollection services)
    {
        var directory = services.Single(service => service.ServiceType == typeof(ICallerDirectory)).ImplementationType!;
        services.Replace(ServiceDescriptor.Singleton<ICallerDirectory>(provider => new FaultyDirectory((ICallerDirectory)ActivatorUtilities.CreateInstance(provider, directory))));
    }

    private static async Task<string> KeyAsync(WeirHost weir, bool isAllowed) =>
        (await weir.Admin.AskAsync("POST", "/api/keys", new { name = "k", allow_in_path = isAllowed })).Json.GetProperty("key").GetString()!;
}
