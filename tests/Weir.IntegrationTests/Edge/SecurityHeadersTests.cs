using System.Text.RegularExpressions;
using Weir.IntegrationTests.Hosting;
using Xunit;

namespace Weir.IntegrationTests.Edge;

public sealed partial class SecurityHeadersTests(BareHostFixture fixture) : IClassFixture<BareHostFixture>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/nope")]
    [InlineData("/healthz")]
    public async Task Answer_OfWeirsOwn_HasThem(string path)
    {
        var host = fixture.Host;

        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Contains("frame-ancestors 'none'", Policy(answer), StringComparison.Ordinal);
        Assert.Contains("script-src 'none'", Policy(answer), StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Answer_OfANativeMount_HasNone()
    {
        var host = fixture.Host;

        using var answer = await host.Client.GetAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.False(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Page_WithScripts_CarriesANonceThatIsNewEachTime()
    {
        var host = fixture.Host;
        var nonces = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await host.Client.GetAsync("/docs/", TestContext.Current.CancellationToken);
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var nonce = Nonce().Match(Policy(answer)).Groups[1].Value;
            var scripts = Scripts().Matches(html);
            Assert.NotEmpty(scripts);
            Assert.All(scripts, script => Assert.Contains($"nonce=\"{nonce}\"", System.Net.WebUtility.HtmlDecode(script.Value), StringComparison.Ordinal));
            nonces.Add(nonce);
        }

        Assert.Equal(2, nonces.Count);
        Assert.DoesNotContain("", nonces);
    }

    private static string Policy(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));

    [GeneratedRegex("script-src 'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Scripts();
}
