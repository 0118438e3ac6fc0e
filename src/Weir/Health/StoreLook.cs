using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Ledger;
using Weir.Storage.Model;
using Weir.Storage.Replicas;

namespace Weir.Health;

/// <summary>Asks the store how it is. That it does not answer is a finding, not a failure.</summary>
internal sealed class StoreLook(IDbContextFactory<WeirDbContext> databases, IDatabaseEngine engine, ReplicaRoll roll)
{
    /// <returns>What the store told, or else what is wrong with it, in its own words.</returns>
    public async Task<(StoreFindings? Findings, string? Problem)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await RequestPatience.AskAsync(ReadAsync, cancellationToken), null);
        }
        catch (Exception failure) when (failure is DbException || engine.IsTrouble(failure))
        {
            return (null, failure.Message);
        }
    }

    private async Task<StoreFindings> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // The first question opens the connection, which says nothing of how quick the store is.
        var replicas = await roll.ReadAsync(db, cancellationToken);
        var open = await db.Reservations.CountAsync(reservation => reservation.State == ReservationState.Pending, cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var facts = await engine.ReadFactsAsync(db, cancellationToken);
        return new(facts, TimeProvider.System.GetElapsedTime(began), replicas, open);
    }
}
