using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Weir.Proxy.Dialects;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Forwarding;

public sealed class PlainRelayTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CountingLogger<PlainRelay> _logger = new();
    private readonly PlainRelay _relay;

    public PlainRelayTests()
    {
        var settling = new Settling(new RecordingLedger(), new RecordingStates(), TestTelling.Unheard, _time, NullLogger<Settling>.Instance);
        _relay = new(new(new InstanceId()), new(settling, NullLogger<UpstreamErrors>.Instance), _time, _logger);
    }

    [Fact]
    public async Task PlainRelay_CallerThatHangsUp_IsNoFailureOfTheUpstream()
    {
        using var handler = new SilentHandler();
        var upstream = new Upstream(TestUpstream.Config, handler);
        using var caller = new CancellationTokenSource();
        var http = new DefaultHttpContext { RequestAborted = caller.Token };

        var passing = _relay.PassAsync(http, upstream, Dialect.Anthropic, "/v1/models", content: null);
        await handler.Reached.WaitAsync(TestContext.Current.CancellationToken);
        await caller.CancelAsync();

        Assert.Equal(RefusalReason.ClientGone, (await passing)!.Reason);
        Assert.Equal(0, _logger.Lines);
    }

    [Fact]
    public async Task PlainRelay_UpstreamThatSaysNothing_TimesOut()
    {
        using var handler = new SilentHandler();
        var upstream = new Upstream(TestUpstream.Config, handler);

        var passing = _relay.PassAsync(new DefaultHttpContext(), upstream, Dialect.Anthropic, "/v1/models", content: null);
        await handler.Reached.WaitAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(31));

        var refusal = await passing;
        Assert.Equal((504, RefusalReason.UpstreamTimedOut), (refusal!.Status, refusal.Reason));
        Assert.Equal(1, _logger.Lines);
    }
}
