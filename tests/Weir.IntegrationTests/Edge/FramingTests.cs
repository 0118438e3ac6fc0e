using Weir.IntegrationTests.Hosting;
using Xunit;

namespace Weir.IntegrationTests.Edge;

public sealed class FramingTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Theory]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\nA: b\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\nHost: x\n\n")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\nabcd")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4, 4\r\n\r\nabcd")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0x4\r\n\r\nabcd")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n")]
    public async Task Request_Ambiguous_IsRefusedAndTheConnectionClosed(string request)
    {
        var host = fixture.Host;

        var answer = await host.SendRawAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(400, answer.Status);
        Assert.Equal("close", answer.Head["connection"]);
    }

    [Fact]
    public async Task Request_LengthInDigits_IsTaken()
    {
        var host = fixture.Host;

        var answer = await host.SendRawAsync("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd", TestContext.Current.CancellationToken);

        Assert.Equal(405, answer.Status);
    }

    [Fact]
    public async Task Request_HeadersTooLarge_IsRefused()
    {
        var host = fixture.Host;

        var answer = await host.SendRawAsync($"GET /healthz HTTP/1.1\r\nHost: x\r\nA: {new string('a', 40_000)}\r\n\r\n", TestContext.Current.CancellationToken);

        Assert.Equal(431, answer.Status);
    }
}
