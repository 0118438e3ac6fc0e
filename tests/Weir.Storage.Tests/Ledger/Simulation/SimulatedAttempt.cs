using Weir.Accounting;
using Weir.Proxy.Metering;
using Weir.TestKit.Ledgers;

namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>An attempt of a schedule: what it asked for, what it was told, and what was asked of it that has not reached the ledger.</summary>
internal sealed class SimulatedAttempt : IDisposable
{
    public required ReserveRequest Request { get; init; }

    /// <summary>The same in the oracle's words.</summary>
    public required PlainRequest Plain { get; init; }

    /// <summary>The price of output, in nano-dollars per million tokens.</summary>
    public required long OutputPrice { get; init; }

    public AttemptId Id => Request.Attempt;

    public CancellationTokenSource Cancel { get; } = new();

    /// <summary>Its answer.</summary>
    public Task<ReserveResult>? Answer { get; set; }

    /// <summary>True when the ledger had said that it is in trouble before this attempt asked.</summary>
    public bool WasTrouble { get; set; }

    /// <summary>When its patience ends, by the steady clock; null outside of the line.</summary>
    public DateTimeOffset? WaitsUntil { get; set; }

    /// <summary>True when it was told yes and sent something.</summary>
    public bool IsSent { get; set; }

    /// <summary>True once a settlement was asked for.</summary>
    public bool IsSettled { get; set; }

    /// <summary>What of the reservation's money is for the input.</summary>
    public long FixedNanoDollars { get; set; }

    /// <summary>Set when it was posted in the stead of a dead process.</summary>
    public DateTimeOffset? AbandonedAt { get; set; }

    /// <summary>True once the process that it asked is gone.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>Settlements on their way to the ledger, in order.</summary>
    public Queue<Settlement> Settling { get; } = [];

    /// <summary>Told inputs on their way to the ledger.</summary>
    public Queue<long> Shrinking { get; } = [];

    public bool IsGranted => Answer is { IsCompletedSuccessfully: true } answer && answer.GetAwaiter().GetResult() is ReserveResult.Granted;

    /// <summary>True when nobody was told that it is open, so that the ledger has to end it by itself.</summary>
    public bool IsUnwanted => Answer is { IsFaulted: true } or { IsCanceled: true };

    public bool IsLastChance(DateTimeOffset steady) => Request.Patience <= TimeSpan.Zero || WaitsUntil <= steady;

    public void Dispose() => Cancel.Dispose();
}
