using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Proxy.Upstreams;

namespace Weir.Upstreams;

/// <summary>What administrators ask for, from a page or an endpoint: read, changed, put in force, and looked at again.</summary>
internal sealed class UpstreamDesk(UpstreamChanges changes, UpstreamQueries queries, RoutingInForce routing, UpstreamOverview overview, ListeningAddress listening)
{
    /// <summary>Adds one, in force at once and asked for its models.</summary>
    public async Task<(UpstreamAnswer? Upstream, ErrorResult? Refusal)> AddAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var reading = new UpstreamReading(request, listening.Own);
        if (reading.Read() is not { } config)
        {
            return (null, reading.Refusal);
        }

        var (id, refusal) = await changes.AddAsync(config, cancellationToken);
        return refusal is null ? (await InForceAsync(id, cancellationToken), null) : (null, refusal);
    }

    public async Task<(UpstreamAnswer? Upstream, ErrorResult? Refusal)> ChangeAsync(string id, UpstreamRequest request, CancellationToken cancellationToken)
    {
        if (RefuseUnchangeable(id, out var known) is { } fixedOne)
        {
            return (null, fixedOne);
        }

        var reading = new UpstreamReading(request, listening.Own);
        if (reading.Read() is not { } config)
        {
            return (null, reading.Refusal);
        }

        return await changes.ChangeAsync(known, config, request.SetsApiKey, cancellationToken) is { } refusal
            ? (null, refusal)
            : (await InForceAsync(known, cancellationToken), null);
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

    /// <summary>Tests the connection to an upstream as it would be added. Nothing is kept of it.</summary>
    public async Task<(TrialAnswer? Trial, ErrorResult? Refusal)> TryAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var reading = new UpstreamReading(request, listening.Own);
        return reading.Read() is { } config
            ? (TrialAnswer.Of(await overview.TryAsync(config, cancellationToken)), null)
            : (null, reading.Refusal);
    }

    /// <summary>The same for changes to one that is there: without a key among them it is asked with the key that it has, unless that was given for another server.</summary>
    public async Task<(TrialAnswer? Trial, ErrorResult? Refusal)> TryChangeAsync(string id, UpstreamRequest request, CancellationToken cancellationToken)
    {
        var (known, problem) = await queries.FindConfigAsync(id, cancellationToken);
        if (known is null)
        {
            return (null, UpstreamChanges.Unknown);
        }

        var reading = new UpstreamReading(request, listening.Own);
        if (reading.Read() is not { } wanted)
        {
            return (null, reading.Refusal);
        }

        if (request.SetsApiKey)
        {
            return (TrialAnswer.Of(await overview.TryAsync(wanted, cancellationToken)), null);
        }

        if (problem is not null)
        {
            return (TrialAnswer.Failed(problem), null);
        }

        if (known.ApiKey is not null && UpstreamChanges.RefuseOtherServer(known.BaseUrl, wanted.BaseUrl) is { } elsewhere)
        {
            return (null, elsewhere);
        }

        request.ApiKey = known.ApiKey;
        return await TryAsync(request, cancellationToken);
    }

    /// <summary>Tests the connection to one that is there.</summary>
    public async Task<(TrialAnswer? Trial, ErrorResult? Refusal)> TryKnownAsync(string id, CancellationToken cancellationToken) =>
        await queries.FindConfigAsync(id, cancellationToken) switch
        {
            (null, _) => (null, UpstreamChanges.Unknown),
            (_, { } problem) => (TrialAnswer.Failed(problem), null),
            var (config, _) => (TrialAnswer.Of(await overview.TryAsync(config, cancellationToken)), null),
        };

    private async Task<UpstreamAnswer?> InForceAsync(Guid id, CancellationToken cancellationToken)
    {
        await routing.ApplyAsync(cancellationToken);
        await overview.LookAsync(cancellationToken);
        return await queries.FindAsync(id.ToString(), cancellationToken);
    }

    private ErrorResult? RefuseUnchangeable(string id, out Guid known) =>
        Guid.TryParse(id, out known) ? null
        : queries.FindInSettings(id) is { } config ? ErrorResult.Conflict($"\"{config.Name}\" is written in the settings: change it there and start again, or add another upstream here.")
        : UpstreamChanges.Unknown;
}
