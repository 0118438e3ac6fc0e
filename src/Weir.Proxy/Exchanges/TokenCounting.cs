using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Weir.Accounting;
using Weir.Proxy.Admission;
using Weir.Proxy.Forwarding;
using Weir.Proxy.Refusals;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// <c>count_tokens</c>: asks how large a request is. It costs nothing, so it has no reservation, no entry and no budget; but identity,
/// allowed models, and a rate.
/// </summary>
internal sealed class TokenCounting(Identification identification, Peeking peeking, Router router, PlainRelay relay, RefusalNotes refusals, ProxySettings settings) : IDisposable
{
    private const string Path = "/v1/messages/count_tokens";

    private readonly PartitionedRateLimiter<UserId> _rate = PartitionedRateLimiter.Create<UserId, UserId>(user =>
        RateLimitPartition.GetSlidingWindowLimiter(user, _ => new()
        {
            PermitLimit = settings.CountsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    public async Task RunAsync(HttpContext http, Entrance entrance)
    {
        using var exchange = new Exchange(http, entrance);
        var refusal = await identification.IdentifyAsync(exchange)
            ?? LimitRate(exchange)
            ?? await peeking.PeekAsync(exchange)
            ?? await router.RouteAsync(exchange)
            ?? await relay.PassAsync(exchange, Path);
        if (refusal is not null)
        {
            refusals.Take(exchange, refusal);
        }

        await exchange.AnswerAsync(refusal);
    }

    public void Dispose() => _rate.Dispose();

    private Refusal? LimitRate(Exchange exchange)
    {
        using var lease = _rate.AttemptAcquire(exchange.Caller.User);
        return lease.IsAcquired
            ? null
            : new(StatusCodes.Status429TooManyRequests, RefusalReason.ClientTooFast, $"More than {settings.CountsPerMinute} token counts within a minute.") { RetryAfterSeconds = 10 };
    }
}
