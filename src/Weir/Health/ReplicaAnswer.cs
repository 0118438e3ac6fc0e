using Weir.Storage.Replicas;

namespace Weir.Health;

/// <summary>A process that shares the database.</summary>
/// <param name="Id">Its id, from its start to its end.</param>
/// <param name="IsThis">True for the one that answers.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="LastBeatAt">When it was last known to live; null: not yet. With SQLite there are heartbeats only while attempts are open.</param>
internal sealed record ReplicaAnswer(Guid Id, bool IsThis, DateTimeOffset StartedAt, DateTimeOffset? LastBeatAt)
{
    public static ReplicaAnswer Of(ReplicaStanding standing) => new(standing.Id, standing.IsThis, standing.StartedAt, standing.LastBeatAt);
}
