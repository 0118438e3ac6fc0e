using Weir.Proxy.Dialects;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Forwarding;

/// <summary>An upstream that is never reached over the network.</summary>
internal static class TestUpstream
{
    public static UpstreamConfig Config { get; } = new()
    {
        Name = "test",
        Kind = UpstreamKind.Anthropic,
        BaseUrl = new("http://127.0.0.1:9"),
        Dialects = [Dialect.Anthropic],
        IsPrivate = true,
        WhenClientGone = ClientGonePolicy.Drain,
    };
}
