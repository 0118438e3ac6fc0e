using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Weir.Changes;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Upstreams;

namespace Weir.ModelRoutes;

/// <summary>Puts what settings and database say of upstreams and routes in force.</summary>
internal sealed partial class RoutingInForce(
    WeirSettings settings,
    IDbContextFactory<WeirDbContext> databases,
    UpstreamKeys keys,
    UpstreamCatalog catalog,
    ILogger<RoutingInForce> logger) : IInForce, IDisposable
{
    /// <summary>One at a time, so that what was read later is not replaced by what was read before.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private RoutingConfig _current = new(settings.Upstreams, settings.Routes);

    private ImmutableArray<string> _complaints = [];

    public string Of => "upstreams and routes";

    /// <summary>What is in force.</summary>
    public RoutingConfig Current => Volatile.Read(ref _current);

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var upstreams = await db.Upstreams.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
            var routes = await db.ModelRoutes.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
            var merged = MergedRouting.Of(settings, upstreams, routes, keys);
            // Every change of anything comes by here, and few are about upstreams or routes.
            if (!IsSame(_current, merged.Config))
            {
                catalog.Apply(merged.Config);
                Volatile.Write(ref _current, merged.Config);
            }

            foreach (var complaint in merged.Complaints.Except(_complaints))
            {
                LogComplaint(complaint);
            }

            _complaints = merged.Complaints;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static bool IsSame(RoutingConfig one, RoutingConfig other) =>
        one.Upstreams.Length == other.Upstreams.Length
        && one.Upstreams.Zip(other.Upstreams).All(pair => pair.First.IsSameAs(pair.Second))
        && one.Routes.Length == other.Routes.Length
        && one.Routes.Zip(other.Routes).All(pair =>
            (pair.First.Pattern, pair.First.Spread) == (pair.Second.Pattern, pair.Second.Spread) && pair.First.Targets.SequenceEqual(pair.Second.Targets));

    [LoggerMessage(LogLevel.Warning, "{Complaint}")]
    private partial void LogComplaint(string complaint);
}
