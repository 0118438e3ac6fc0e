using System.Collections.Immutable;
using Weir.Accounting;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Admission.Rates;

/// <summary>
/// Between <em>Route</em> and <em>Reserve</em>: whether the caller asks too fast, or too much at once. Soft, in this process's memory. The limiters of
/// the framework have one limit for life and take no correction: these are held against counts that outlive them, so that a change of a limit
/// is in force at once and forgets nothing.
/// </summary>
internal sealed class RateLimiting(LiveReplicas replicas, TimeProvider time)
{
    /// <summary>One for all: it is held for some additions, and only for callers who have a limit.</summary>
    private readonly Lock _lock = new();

    /// <summary>Bounded by who asked within the last two minutes or has something open: <see cref="Sweep"/>.</summary>
    private readonly Dictionary<(SubjectKind Subject, Guid Id), RateMeter> _meters = [];

    private long _sweptAt;

    /// <summary>Subjects that are remembered.</summary>
    internal int Remembered
    {
        get
        {
            lock (_lock)
            {
                return _meters.Count;
            }
        }
    }

    /// <summary>Places that are taken, on all meters together.</summary>
    internal long Open
    {
        get
        {
            lock (_lock)
            {
                return _meters.Values.Sum(meter => meter.Open);
            }
        }
    }

    public Refusal? Enter(Exchange exchange)
    {
        var scopes = exchange.Caller.Rates;
        if (scopes.IsEmpty)
        {
            return null;
        }

        var tokens = Expected(exchange);
        var meters = new RateMeter[scopes.Length];
        if (Enter(scopes, meters, tokens) is { } shortage)
        {
            return RateRefusals.Of(shortage, time.GetUtcNow());
        }

        exchange.Rate = new(this, meters, tokens);
        return null;
    }

    public void Leave(RateLease lease, long used)
    {
        lock (_lock)
        {
            if (lease.HasEnded)
            {
                return;
            }

            lease.HasEnded = true;
            var second = Second;
            foreach (var meter in lease.Meters)
            {
                meter.Advance(second);
                meter.Leave(lease.Tokens, used);
            }
        }
    }

    /// <summary>All of them have room, or none counts it.</summary>
    private RateShortage? Enter(ImmutableArray<RateScope> scopes, RateMeter[] meters, long tokens)
    {
        lock (_lock)
        {
            var second = Second;
            Sweep(second);
            for (var i = 0; i < meters.Length; i++)
            {
                meters[i] = MeterOf(scopes[i], second);
                if (meters[i].Shortage(scopes[i], replicas) is { } shortage)
                {
                    return shortage;
                }
            }

            foreach (var meter in meters)
            {
                meter.Enter(tokens);
            }

            return null;
        }
    }

    private long Second => time.GetTimestamp() / time.TimestampFrequency;

    /// <summary>What an open exchange is held to cost: a quarter of the bound, which counts bytes, and nothing for an output that isn't there yet.</summary>
    private static long Expected(Exchange exchange)
    {
        var (model, upstream) = (exchange.Target.Model, exchange.Target.Upstream.Config);
        return Estimator.Tokens(exchange.Peek.Bound(exchange.Body.Length).Tokens(model.TokensPerImage, upstream.SurchargeTokens, model.ContextWindow));
    }

    private RateMeter MeterOf(RateScope scope, long second)
    {
        if (!_meters.TryGetValue((scope.Subject, scope.Id), out var meter))
        {
            _meters.Add((scope.Subject, scope.Id), meter = new());
        }

        meter.Advance(second);
        return meter;
    }

    /// <summary>Once a minute, forgets whoever did nothing in the last.</summary>
    private void Sweep(long second)
    {
        if (second - _sweptAt < MinuteCount.Seconds)
        {
            return;
        }

        _sweptAt = second;
        foreach (var (subject, meter) in _meters)
        {
            meter.Advance(second);
            if (meter.IsIdle)
            {
                // A dictionary may be taken from while it is walked through.
                _meters.Remove(subject);
            }
        }
    }
}
