using Weir.Accounting;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// Tells who listens what becomes of the exchanges of this process, as it happens. Nothing is kept: who wasn't listening has missed it. While nobody
/// listens it costs an exchange a glance at an empty array.
/// </summary>
public sealed class ExchangeFeed
{
    /// <summary>Each is asked about each event, on the thread of the exchange.</summary>
    private const int MostListeners = 500;

    /// <summary>Some pages and a terminal; nobody takes all places.</summary>
    private const int MostOfOneUser = 10;

    private readonly Lock _lock = new();
    private volatile ExchangeSubscription[] _listeners = [];

    /// <summary>False: an event need not even be made.</summary>
    internal bool IsHeard => _listeners.Length > 0;

    /// <summary>Events from now on, until the subscription is disposed; null when this user, or all together, have too many.</summary>
    /// <param name="listener">Who listens. Says nothing of what they may hear: that is the filter's business.</param>
    /// <param name="filter">Which events are wanted; null: all. It runs within the exchanges of others, so it only compares, and never throws.</param>
    public ExchangeSubscription? Subscribe(UserId listener, Func<ExchangeEvent, bool>? filter)
    {
        lock (_lock)
        {
            if (_listeners.Length >= MostListeners || _listeners.Count(other => other.Listener == listener) >= MostOfOneUser)
            {
                return null;
            }

            var subscription = new ExchangeSubscription(this, listener, filter);
            _listeners = [.. _listeners, subscription];
            return subscription;
        }
    }

    internal void Tell(ExchangeEvent told)
    {
        foreach (var listener in _listeners)
        {
            listener.Hear(told);
        }
    }

    internal void Drop(ExchangeSubscription subscription)
    {
        lock (_lock)
        {
            _listeners = [.. _listeners.Where(other => other != subscription)];
        }
    }
}
