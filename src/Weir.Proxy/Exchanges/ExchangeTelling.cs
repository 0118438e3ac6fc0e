using Weir.Accounting;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Exchanges;

/// <summary>Says what becomes of an exchange, to those who count it and to those who listen to the <see cref="ExchangeFeed"/>.</summary>
internal sealed class ExchangeTelling(ExchangeFeed feed, RefusalNotes refusals, TimeProvider time)
{
    private const int LongestAgent = 200;

    public void Arrived(Exchange exchange)
    {
        if (feed.IsHeard)
        {
            feed.Tell(Event(exchange, ExchangeStage.Arrived));
        }
    }

    public void Refused(Exchange exchange, Refusal refusal)
    {
        refusals.Take(exchange, refusal);
        if (feed.IsHeard)
        {
            feed.Tell(Event(exchange, ExchangeStage.Refused) with { Refusal = refusal });
        }
    }

    public void Sent(Exchange exchange)
    {
        if (feed.IsHeard)
        {
            feed.Tell(Event(exchange, ExchangeStage.Sent));
        }
    }

    public void Began(Exchange exchange)
    {
        if (feed.IsHeard)
        {
            feed.Tell(Event(exchange, ExchangeStage.FirstByte));
        }
    }

    /// <summary>The exchange still stands at the attempt that the settlement is of.</summary>
    public void Ended(Exchange exchange, Settlement settlement)
    {
        if (feed.IsHeard)
        {
            feed.Tell(Event(exchange, ExchangeStage.Ended) with { Settlement = settlement });
        }
    }

    private ExchangeEvent Event(Exchange exchange, ExchangeStage stage)
    {
        var request = exchange.Http.Request;
        var agent = request.Headers.UserAgent.ToString();
        return new()
        {
            Stage = stage,
            At = time.GetUtcNow(),
            Exchange = exchange.Id,
            Caller = exchange.Caller,
            Method = request.Method,
            Path = request.Path.Value ?? "",
            UserAgent = agent.Length == 0 ? null : agent.Length > LongestAgent ? agent[..LongestAgent] : agent,
            Model = exchange.Model.Length == 0 ? null : exchange.Model,
            Upstream = exchange.Attempt?.Reservation.Upstream,
            Attempt = exchange.Attempt?.Reservation.Attempt,
            FirstByte = exchange.Attempt?.FirstByte,
        };
    }
}
