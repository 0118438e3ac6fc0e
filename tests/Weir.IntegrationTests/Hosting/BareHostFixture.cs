using Xunit;

namespace Weir.IntegrationTests.Hosting;

/// <summary>One <see cref="BareHost"/> for the tests of a class that change nothing in it.</summary>
public sealed class BareHostFixture : IAsyncLifetime
{
    internal BareHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await BareHost.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
