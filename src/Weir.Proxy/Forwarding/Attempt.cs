using Weir.Accounting;
using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Forwarding;

/// <summary>One try of an exchange at one target, from its reservation to its settlement.</summary>
internal sealed class Attempt(ReserveRequest reservation, Price price, ReserveResult.Granted granted, AttemptLife life) : IDisposable
{
    /// <summary>That of its admission.</summary>
    public Price Price { get; } = price;

    public ReserveRequest Reservation { get; } = reservation;

    /// <summary>The output cap that holds, in tokens.</summary>
    public long Output { get; } = granted.Output;

    /// <summary>True when a budget with a cap applies.</summary>
    public bool IsCapped { get; } = granted.IsCapped;

    public bool IsLowered => Output < Reservation.AskedOutput;

    public AttemptLife Life { get; } = life;

    public EditedBody? Sent { get; set; }

    /// <summary>The answer's head; null while none came.</summary>
    public HttpResponseMessage? Response { get; set; }

    /// <summary>Null while no answer came that could hold usage.</summary>
    public UsageReader? Reader { get; set; }

    /// <summary>True when the answer is a stream.</summary>
    public bool IsStream { get; set; }

    /// <summary>True once a byte of the answer went to the caller: from then on nothing can be taken back.</summary>
    public bool HasBegun { get; set; }

    /// <summary>How it ended; null while it goes on.</summary>
    public AttemptOutcome? Outcome { get; set; }

    /// <summary>True on proof that the upstream processed nothing.</summary>
    public bool IsVoid { get; set; }

    public bool IsSettled { get; set; }

    /// <summary>What it was settled with.</summary>
    public Usage Used { get; set; }

    /// <summary><see cref="TimeProvider.GetTimestamp"/> when the request went out; 0 before.</summary>
    public long SentAt { get; set; }

    public TimeSpan? FirstByte { get; set; }

    public void Dispose()
    {
        Response?.Dispose();
        Life.Dispose();
    }
}
