using Weir.Errors;

namespace Weir.ModelRoutes;

/// <summary>What administrators ask for, from a page or an endpoint: changed, put in force, and looked at again.</summary>
internal sealed class RouteDesk(RouteChanges changes, RouteQueries queries, RoutingInForce routing)
{
    public async Task<(RouteAnswer? Route, ErrorResult? Refusal)> AddAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var (id, refusal) = await changes.AddAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        await routing.ApplyAsync(cancellationToken);
        return (await queries.FindAsync(id.ToString(), cancellationToken), null);
    }

    public async Task<(RouteAnswer? Route, ErrorResult? Refusal)> ChangeAsync(string id, RouteRequest request, CancellationToken cancellationToken)
    {
        if ((RefuseUnchangeable(id, out var known) ?? await changes.ChangeAsync(known, request, cancellationToken)) is { } refusal)
        {
            return (null, refusal);
        }

        await routing.ApplyAsync(cancellationToken);
        return (await queries.FindAsync(id, cancellationToken), null);
    }

    /// <summary>Null: done.</summary>
    public async Task<ErrorResult?> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if ((RefuseUnchangeable(id, out var known) ?? await changes.DeleteAsync(known, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        await routing.ApplyAsync(cancellationToken);
        return null;
    }

    private ErrorResult? RefuseUnchangeable(string id, out Guid known) =>
        Guid.TryParse(id, out known) ? null
        : queries.FindInSettings(id) is { } written ? ErrorResult.Conflict($"The route \"{written.Pattern}\" is written in the settings: change it there and start again.")
        : RouteChanges.Unknown;
}
