namespace Weir.Storage.Ledger;

/// <summary>When a process was last known to live; what it left open is settled up to then.</summary>
public sealed class Heartbeat
{
    /// <summary>The process, from its start to its end.</summary>
    public Guid ReplicaId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Since when no beat was missed.</summary>
    public DateTimeOffset Since { get; set; }
}
