namespace Weir.Storage.Postgres.Ledger;

/// <summary>How replicas judge each other by their heartbeats, in SQL.</summary>
internal static class BeatTimes
{
    /// <summary>Two beats that lie further apart than three intervals break the row of them.</summary>
    public const string Gap = "interval '3 seconds'";

    /// <summary>A replica that has missed so many beats is held to be gone. A garbage collection or a slow disk is over by then.</summary>
    public const string Stale = "interval '30 seconds'";

    /// <summary>Who has not kept up its own beats for so long, up to now, cannot judge others: it may have been the one that was cut off.</summary>
    public const string Unbroken = "interval '60 seconds'";
}
