using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.IntegrationTests.Hosting;
using Weir.Proxy.Identity;
using Xunit;

namespace Weir.IntegrationTests.Edge;

public sealed class ErrorEdgeTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Fact]
    public async Task Path_Unknown_Is404InWeirsShape()
    {
        var host = fixture.Host;

        var (status, json) = await GetAsync(host, "/nope");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("/nope", json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_UnknownUnderNativeMount_Is404InTheDialectsShape()
    {
        var host = fixture.Host;

        var (status, json) = await GetAsync(host, "/v1/nope");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("not_found_error", json.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Method_Wrong_Is405AndNamesTheRightOne()
    {
        var host = fixture.Host;

        using var answer = await host.Client.PostAsync("/healthz", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
        Assert.Contains("GET", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/api/inference/anthropic/messages")]
    public async Task Fault_InTheGateway_Is500WithARequestIdThatTheLogHasOnceAndNoDetail(string path)
    {
        var logs = new CapturedLogs();
        await using var host = await BareHost.StartAsync(
            TestContext.Current.CancellationToken,
            services => services.AddSingleton<ICallerDirectory, FailingDirectory>().AddSingleton<ILoggerProvider>(logs));
        using var request = new HttpRequestMessage(path.StartsWith("/v1", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Add("x-api-key", "weir_x_y");

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain(FailingDirectory.Detail, text, StringComparison.Ordinal);
        var requestId = JsonElement.Parse(text).GetProperty("request_id").GetString()!;
        var entry = Assert.Single(logs.Entries, entry => entry.Failure?.Message == FailingDirectory.Detail);
        Assert.Contains(requestId, entry.Message, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(BareHost host, string path)
    {
        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private sealed class FailingDirectory : ICallerDirectory
    {
        public const string Detail = "the disk /dev/secret is on fire";

        public ValueTask<CallerLookup> FindAsync(Credential credential, CancellationToken cancellationToken) => throw new InvalidDataException(Detail);
    }
}
