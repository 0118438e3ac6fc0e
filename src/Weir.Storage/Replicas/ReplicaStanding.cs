namespace Weir.Storage.Replicas;

/// <summary>A process that writes the ledger, as its heartbeats show it.</summary>
/// <param name="Id">Its id, from its start to its end.</param>
/// <param name="IsThis">True for the process that is asked.</param>
/// <param name="StartedAt">When it started, by the clock of its machine.</param>
/// <param name="LastBeatAt">When it was last known to live; null: it has not beaten yet. With SQLite it beats only while attempts are open.</param>
public sealed record ReplicaStanding(Guid Id, bool IsThis, DateTimeOffset StartedAt, DateTimeOffset? LastBeatAt);
