using System.Threading.Channels;
using Weir.Accounting;

namespace Weir.Proxy.Exchanges;

/// <summary>Someone's place at the <see cref="ExchangeFeed"/>. An exchange never waits for a listener: one that is too slow misses the oldest events.</summary>
public sealed class ExchangeSubscription : IDisposable
{
    /// <summary>Some seconds of a busy gateway, and at the most some 100 KB for each listener.</summary>
    private const int MostWaiting = 500;

    private readonly ExchangeFeed _feed;
    private readonly Func<ExchangeEvent, bool>? _filter;
    private readonly Channel<ExchangeEvent> _events;
    private long _missed;

    internal ExchangeSubscription(ExchangeFeed feed, UserId listener, Func<ExchangeEvent, bool>? filter)
    {
        _feed = feed;
        _filter = filter;
        Listener = listener;
        _events = Channel.CreateBounded<ExchangeEvent>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));
    }

    /// <summary>What was heard and not yet read, the oldest first. It completes when the subscription is disposed.</summary>
    public ChannelReader<ExchangeEvent> Events => _events.Reader;

    /// <summary>Events that were dropped because the listener was too slow.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    internal UserId Listener { get; }

    internal void Hear(ExchangeEvent told)
    {
        if (_filter is null || _filter(told))
        {
            _events.Writer.TryWrite(told);
        }
    }

    public void Dispose()
    {
        _feed.Drop(this);
        _events.Writer.TryComplete();
    }
}
