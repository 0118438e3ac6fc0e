using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.Running;

/// <summary>One Weir and one Ollama box for all tests of a class, which run one after another and leave nothing behind that matters to the next.</summary>
public sealed class OllamaFixture : IAsyncLifetime
{
    private WeirHost? _host;
    private Account? _account;

    public FakeUpstream Box { get; } = OllamaHost.NewBox();

    internal WeirHost Host => _host!;

    /// <summary>Of <c>ada</c>, whom no limit applies to.</summary>
    internal Account Account => _account!;

    public async ValueTask InitializeAsync()
    {
        _host = await OllamaHost.StartAsync(Box, CancellationToken.None);
        _account = await _host.AddAccountAsync("ada", null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Account.Dispose();
        await Host.DisposeAsync();
        await Box.DisposeAsync();
    }
}
