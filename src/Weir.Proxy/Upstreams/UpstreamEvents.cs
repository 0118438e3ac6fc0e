using Microsoft.Extensions.Logging;

namespace Weir.Proxy.Upstreams;

/// <summary>Takes down whether upstreams answer, and says in the log when one is held to be gone, and when it is back.</summary>
internal sealed partial class UpstreamEvents(ILogger<UpstreamEvents> logger)
{
    public void Answered(Upstream upstream)
    {
        if (upstream.State.Health.OnAnswered())
        {
            LogBack(upstream.Name);
        }
    }

    public void Unanswered(Upstream upstream)
    {
        if (upstream.State.Health.OnUnanswered())
        {
            LogGone(upstream.Name, UpstreamHealth.OpensAfter);
        }
    }

    [LoggerMessage(LogLevel.Error, "The upstream {Upstream} left {Count} requests in a row without an answer: it gets no more until it answers a probe")]
    private partial void LogGone(string upstream, int count);

    [LoggerMessage(LogLevel.Information, "The upstream {Upstream} answers again")]
    private partial void LogBack(string upstream);
}
