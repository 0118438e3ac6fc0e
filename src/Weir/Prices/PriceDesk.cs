using Weir.Errors;

namespace Weir.Prices;

/// <summary>What administrators ask for, from a page or an endpoint: changed, put in force, and looked at again.</summary>
internal sealed class PriceDesk(PriceChanges changes, PriceQueries queries, PricesInForce inForce)
{
    public async Task<(PriceAnswer? Price, ErrorResult? Refusal)> AddAsync(PriceRequest request, CancellationToken cancellationToken)
    {
        var (id, refusal) = await changes.AddAsync(request, cancellationToken);
        return refusal is null ? (await InForceAsync(id, cancellationToken), null) : (null, refusal);
    }

    /// <param name="id">The price.</param>
    /// <param name="endsAt">When it ends; null: now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(PriceAnswer? Price, ErrorResult? Refusal)> EndAsync(Guid id, DateTimeOffset? endsAt, CancellationToken cancellationToken) =>
        await changes.EndAsync(id, endsAt, cancellationToken) is { } refusal ? (null, refusal) : (await InForceAsync(id, cancellationToken), null);

    /// <summary>Null: done.</summary>
    public async Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await changes.DeleteAsync(id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await inForce.ApplyAsync(cancellationToken);
        return null;
    }

    private async Task<PriceAnswer?> InForceAsync(Guid id, CancellationToken cancellationToken)
    {
        await inForce.ApplyAsync(cancellationToken);
        return await queries.FindAsync(id, cancellationToken);
    }
}
