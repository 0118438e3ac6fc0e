using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Weir.IntegrationTests.Hosting;

public sealed class FrontDoorTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Fact]
    public async Task Root_AskedByABrowser_LeadsToAPage()
    {
        var host = fixture.Host;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<title>", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_AskedByAProgram_SaysWhatOllamaSays()
    {
        var host = fixture.Host;

        Assert.Equal("Ollama is running", await host.Client.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Root_Head_Is200()
    {
        var host = fixture.Host;
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/healthz", "{\"status\":\"ok\"}")]
    [InlineData("/readyz", "{\"status\":\"ready\",\"store\":\"sqlite\"}")]
    public async Task Health_AllWell_SaysSo(string path, string expected)
    {
        var host = fixture.Host;

        Assert.Equal(expected, await host.Client.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Readiness_WhileStopping_Is503WithTheReason()
    {
        await using var host = await BareHost.StartAsync(TestContext.Current.CancellationToken);
        // Says that the stop begins; the server itself is still there.
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using var answer = await host.Client.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("""{"status":"unavailable","store":"sqlite","reasons":["Weir is stopping."]}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
