using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Running;

/// <summary>One Weir and an upstream of each vendor for all tests of a class, which run one after another and leave nothing behind that matters to the next.</summary>
public sealed class WeirFixture : IAsyncLifetime
{
    private WeirHost? _host;

    public FakeUpstream Upstream { get; } = new();

    /// <summary>Behind the paths of OpenAI's dialect.</summary>
    public FakeUpstream OpenAI { get; } = new() { Kind = UpstreamKind.OpenAI };

    /// <summary>An API key that no limit applies to.</summary>
    public string Key { get; private set; } = "";

    /// <summary>An API key with a limit that is never reached.</summary>
    public string LimitedKey { get; private set; } = "";

    internal WeirHost Host => _host!;

    public async ValueTask InitializeAsync()
    {
        _host = await WeirHost.StartAsync(Upstream, CancellationToken.None);
        _host.Route([RoutedUpstreams.Config(Upstream), RoutedUpstreams.Config(OpenAI)]);
        Key = await WeirHost.AddKeyAsync(_host.Admin, null, CancellationToken.None);
        LimitedKey = await WeirHost.AddKeyAsync(_host.Admin, 1_000_000_000_000, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Upstream.DisposeAsync();
        await OpenAI.DisposeAsync();
    }
}
