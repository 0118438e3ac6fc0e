using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weir.Edge;
using Xunit;

namespace Weir.IntegrationTests.Edge;

public sealed class StrictFramingTests
{
    [Theory]
    [InlineData("HTTP/1.1", "chunked", 200)]
    [InlineData("HTTP/2", null, 200)]
    [InlineData("HTTP/2", "chunked", 400)]
    [InlineData("HTTP/3", "chunked", 400)]
    public async Task TransferEncoding_WhereItDoesNotExist_IsRefused(string protocol, string? encoding, int expected)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var pipeline = new ApplicationBuilder(services).UseStrictFraming().Use((HttpContext _, RequestDelegate _) => Task.CompletedTask).Build();
        var http = new DefaultHttpContext { Request = { Protocol = protocol, Path = "/healthz" } };
        http.Request.Headers.TransferEncoding = encoding;

        await pipeline(http);

        Assert.Equal(expected, http.Response.StatusCode);
    }
}
