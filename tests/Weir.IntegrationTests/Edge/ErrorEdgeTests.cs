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

    [Theory]
    [InlineData("/v1/nope", false, "invalid_request_error")]
    [InlineData("/v1/nope", true, "not_found_error")]
    [InlineData("/v1/chat/nope", false, "invalid_request_error")]
    [InlineData("/v1/files", false, "invalid_request_error")]
    [InlineData("/v1/files", true, "not_found_error")]
    [InlineData("/v1/messages/batches", false, "not_found_error")]
    public async Task Path_UnknownUnderNativeMount_Is404InTheShapeOfWhoCalls(string path, bool namesVersion, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (namesVersion)
        {
            request.Headers.Add("anthropic-version", "2023-06-01");
        }

        using var answer = await fixture.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(type, json.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(type == "not_found_error", json.TryGetProperty("request_id", out _));
        Assert.True(answer.Headers.Contains(type == "not_found_error" ? "request-id" : "x-request-id"));
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
        var requestId = (answer.Headers.TryGetValues("request-id", out var ids) ? ids : answer.Headers.GetValues("x-request-id")).Single();
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
