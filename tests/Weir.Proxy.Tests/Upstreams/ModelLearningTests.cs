using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Tests.Forwarding;
using Weir.Proxy.Upstreams;
using Xunit;

namespace Weir.Proxy.Tests.Upstreams;

public sealed class ModelLearningTests
{
    [Fact]
    public async Task Learning_OfASilentUpstream_IsGivenUpWithAReason()
    {
        var time = new FakeTimeProvider();
        using var handler = new SilentHandler();
        var upstream = new Upstream(TestUpstream.Config, handler);
        var learning = new ModelLearning(new UpstreamRequests(new InstanceId()), new UpstreamEvents(NullLogger<UpstreamEvents>.Instance), time, NullLogger<ModelLearning>.Instance);

        var learned = learning.LearnAsync(upstream, TestContext.Current.CancellationToken);
        await handler.Reached;
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.StartsWith("It did not answer within 5 s: check host and port", await learned, StringComparison.Ordinal);
        Assert.Empty(upstream.State.Listing.Models);
    }
}
