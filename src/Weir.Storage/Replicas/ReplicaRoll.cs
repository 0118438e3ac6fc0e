using Microsoft.EntityFrameworkCore;
using Weir.Storage.Ledger;
using Weir.Storage.Ledger.Writing;
using Weir.Storage.Model;

namespace Weir.Storage.Replicas;

/// <summary>Who writes the ledger: this process, and those whose heartbeats are still kept.</summary>
public sealed class ReplicaRoll
{
    /// <summary>Heartbeats of processes that are gone are dropped, so there are never many.</summary>
    private const int Most = 100;

    private readonly Guid _own;

    internal ReplicaRoll(LedgerReplica replica) => _own = replica.Id;

    /// <summary>This process first, then the others, who beat last first.</summary>
    public async Task<List<ReplicaStanding>> ReadAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var beats = await db.Heartbeats.AsNoTracking().OrderByDescending(beat => beat.At).Take(Most).ToListAsync(cancellationToken);
        var own = beats.Find(beat => beat.ReplicaId == _own);
        return [Standing(_own, own), .. beats.Where(beat => beat != own).Select(beat => Standing(beat.ReplicaId, beat))];
    }

    private ReplicaStanding Standing(Guid id, Heartbeat? beat) => new(id, id == _own, StartOf(id), beat?.At);

    /// <summary>An id of version 7 begins with the milliseconds since 1970 in which it was made, and a process makes its own when it starts.</summary>
    private static DateTimeOffset StartOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
