using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Storage.Ledger.Retention;

/// <summary>
/// Keeps details from becoming sums, in all processes, while somebody reads through the entries piece by piece: else that would miss some, or
/// read them twice. It lapses by itself some minutes after the last renewal.
/// </summary>
public sealed class RetentionHold(IDbContextFactory<WeirDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan RenewalInterval = TimeSpan.FromMinutes(1);

    private DateTimeOffset _renewAt = DateTimeOffset.MinValue;

    /// <summary>To be called before each piece; writes once a minute.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _renewAt)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = now + Length;
        await db.InTurnAsync(
            () => db.Retention
                .Where(state => state.HeldUntil == null || state.HeldUntil < until)
                .ExecuteUpdateAsync(state => state.SetProperty(row => row.HeldUntil, until), cancellationToken),
            cancellationToken);
        _renewAt = now + RenewalInterval;
    }
}
