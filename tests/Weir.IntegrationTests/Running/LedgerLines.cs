using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Model;
using Weir.TestKit;

namespace Weir.IntegrationTests.Running;

/// <summary>Looks into the ledger's tables from outside.</summary>
internal static class LedgerLines
{
    /// <summary>All entries, once no reservation is open any more.</summary>
    public static async Task<IReadOnlyList<LedgerLine>> WhenSettledAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var database = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(cancellationToken);
        await Eventually.IsTrueAsync(
            async () => !await database.Reservations.AsNoTracking().AnyAsync(cancellationToken),
            cancellationToken,
            patience: TimeSpan.FromSeconds(60));
        return await ReadAsync(database, cancellationToken);
    }

    public static async Task<IReadOnlyList<LedgerLine>> ReadAsync(WeirDbContext database, CancellationToken cancellationToken) =>
        await (from entry in database.LedgerEntries.AsNoTracking()
               join model in database.Names on entry.ModelId equals model.Id
               orderby entry.Id
               select new LedgerLine(
                   entry.AttemptId,
                   entry.Kind,
                   model.Text,
                   entry.Input,
                   entry.CacheRead,
                   entry.CacheWrite5m,
                   entry.CacheWrite1h,
                   entry.Output,
                   entry.Source,
                   entry.Outcome,
                   entry.Status,
                   entry.Reserved,
                   entry.Overrun,
                   entry.LoweredTo,
                   entry.RequestId)).ToListAsync(cancellationToken);
}
