using Weir.Proxy.Upstreams;
using Weir.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Upstreams;

public sealed class UpstreamAddressesTests
{
    [Theory]
    [InlineData("https://api.anthropic.com", "https://api.anthropic.com/")]
    [InlineData("https://api.anthropic.com/v1/", "https://api.anthropic.com/")]
    [InlineData("http://box:8080/prefix/v1", "http://box:8080/prefix")]
    [InlineData("http://box:8080/prefix//", "http://box:8080/prefix")]
    public void Url_SlashOrVersionAtItsEnd_LosesThem(string written, string expected) => Assert.Equal(expected, Read(UpstreamKind.OpenAICompatible, written));

    [Theory]
    [InlineData("box", "http://box:11434/")]
    [InlineData("box:8080", "http://box:8080/")]
    [InlineData("box/prefix", "http://box:11434/prefix")]
    [InlineData(" box:8080/prefix/ ", "http://box:8080/prefix")]
    [InlineData("http://box", "http://box/")]
    [InlineData("http://box:11434", "http://box:11434/")]
    [InlineData("https://box", "https://box/")]
    [InlineData("https://box/prefix", "https://box/prefix")]
    [InlineData("ollama.com", "https://ollama.com/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData(":8080", "http://127.0.0.1:8080/")]
    [InlineData("[::]:8080", "http://[::1]:8080/")]
    [InlineData("::", "http://[::1]:11434/")]
    [InlineData("[::1]", "http://[::1]:11434/")]
    [InlineData("::1", "http://[::1]:11434/")]
    [InlineData("[2001:db8::5]:80", "http://[2001:db8::5]/")]
    [InlineData("127.0.0.1", "http://127.0.0.1:11434/")]
    public void OllamaUrl_AsOllamaTakesIt_IsCompleted(string written, string expected) => Assert.Equal(expected, Read(UpstreamKind.Ollama, written));

    [Theory]
    [InlineData(UpstreamKind.Anthropic, "api.anthropic.com")]
    [InlineData(UpstreamKind.Anthropic, "ftp://box")]
    [InlineData(UpstreamKind.Anthropic, "https://me@box")]
    [InlineData(UpstreamKind.Anthropic, "https://box?x=1")]
    [InlineData(UpstreamKind.Anthropic, "https://box#x")]
    [InlineData(UpstreamKind.Anthropic, "")]
    [InlineData(UpstreamKind.Ollama, "ftp://box")]
    [InlineData(UpstreamKind.Ollama, "box:port")]
    [InlineData(UpstreamKind.Ollama, "box:70000")]
    [InlineData(UpstreamKind.Ollama, "two words")]
    public void Url_ThatIsNoWebAddress_IsRefused(UpstreamKind kind, string written) => Assert.False(UpstreamAddresses.TryRead(kind, written, out _));

    private static string Read(UpstreamKind kind, string written)
    {
        Assert.True(UpstreamAddresses.TryRead(kind, written, out var url));
        return url.AbsoluteUri;
    }
}
