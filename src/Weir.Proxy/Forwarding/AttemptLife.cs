using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Forwarding;

/// <summary>
/// How long an attempt may go on: until a time-out, the host's stop, or, some time after the caller has left, the point where what is
/// still to come costs more than knowing it is worth.
/// </summary>
internal sealed class AttemptLife : IDisposable
{
    /// <summary>A caller that leaves before the input is known would leave the dearest part to a guess.</summary>
    private static readonly TimeSpan ForInput = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ForDrain = TimeSpan.FromSeconds(60);

    /// <summary>Under the cap, in tokens: cheaper than an estimate is wrong.</summary>
    private const long LittleLeft = 2_000;

    /// <summary>A time-out is moved at most once in this many milliseconds: moving it at every chunk would cost more than the relay.</summary>
    private const double LongestRearm = 1_000;

    private readonly Lock _lock = new();
    private readonly AttemptLives _lives;
    private readonly UpstreamConfig _config;
    private readonly bool _streams;
    private readonly long _output;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _callerGone;
    private readonly CancellationTokenRegistration _stopping;
    private readonly long _rearmAfter;
    private long _armedAt;
    private bool _isCallerGone;
    private bool _isDecided;
    private bool _drains;
    private UsageReader? _reader;

    public AttemptLife(AttemptLives lives, UpstreamConfig config, bool streams, long output, CancellationToken callerGone)
    {
        _lives = lives;
        _config = config;
        _streams = streams;
        _output = output;
        _source = new CancellationTokenSource(config.FirstByteTimeout, lives.Time);
        // The first progress always moves it, from the first byte's time-out to the one between bytes.
        _rearmAfter = (long)Math.Min(LongestRearm, config.IdleTimeout.TotalMilliseconds / 4);
        _armedAt = Environment.TickCount64 - _rearmAfter;
        _stopping = lives.Stopping.UnsafeRegister(static life => ((AttemptLife)life!)._source.Cancel(), this);
        _callerGone = callerGone.UnsafeRegister(static life => ((AttemptLife)life!).OnCallerGone(), this);
    }

    /// <summary>Ends the upstream's side of the attempt; the caller's has its own.</summary>
    public CancellationToken Cancellation => _source.Token;

    public bool IsCallerGone => Volatile.Read(ref _isCallerGone);

    /// <summary>Why <see cref="Cancellation"/> was cancelled.</summary>
    public AttemptOutcome Reason =>
        _lives.Stopping.IsCancellationRequested ? AttemptOutcome.GatewayStopped
        : IsCallerGone ? AttemptOutcome.ClientGone
        : AttemptOutcome.UpstreamTimedOut;

    /// <summary>From now on the answer itself tells what may still come.</summary>
    public void Watch(UsageReader reader)
    {
        lock (_lock)
        {
            _reader = reader;
        }
    }

    /// <summary>Something came from the upstream: the next may take its time again.</summary>
    public void OnProgress()
    {
        if (Environment.TickCount64 - _armedAt < _rearmAfter && !IsCallerGone)
        {
            return;
        }

        lock (_lock)
        {
            if (_isCallerGone)
            {
                Decide();
            }
            else
            {
                _armedAt = Environment.TickCount64;
                _source.CancelAfter(_config.IdleTimeout);
            }
        }
    }

    public void Dispose()
    {
        // Waits for a callback that is running, so that none meets a disposed source.
        _callerGone.Dispose();
        _stopping.Dispose();
        _source.Dispose();
        _lives.End(_drains);
    }

    /// <summary>The dearest part is still unknown, and worth knowing.</summary>
    private bool WaitsForInput =>
        _config.WhenClientGone == ClientGonePolicy.Drain && _streams && _reader is not ({ IsInputKnown: true } or { TellsInputLast: true });

    private void OnCallerGone()
    {
        lock (_lock)
        {
            _isCallerGone = true;
            if (WaitsForInput)
            {
                _source.CancelAfter(ForInput);
                return;
            }

            Decide();
        }
    }

    /// <summary>The caller has left and the input is known, or doesn't matter: read on to the final usage, or stop paying.</summary>
    private void Decide()
    {
        if (_isDecided || WaitsForInput)
        {
            return;
        }

        _isDecided = true;
        var littleLeft = !_streams || _output - (_reader?.OutputPieces ?? 0) <= LittleLeft;
        _drains = _config.WhenClientGone == ClientGonePolicy.Drain && littleLeft && _lives.TryDrain();
        if (_drains)
        {
            _source.CancelAfter(ForDrain);
        }
        else
        {
            // Not from within: continuations of the read would run under the lock.
            _source.CancelAfter(TimeSpan.Zero);
        }
    }
}
