namespace Weir.Storage.Ledger;

/// <summary>When the writing process was last known to live; what it left open is settled up to then.</summary>
public sealed class Heartbeat
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }
}
