using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Routing;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Storage.Routing;

namespace Weir.ModelRoutes;

/// <summary>Routes of settings and database, and the models that upstreams list, as administrators see them.</summary>
internal sealed class RouteQueries(WeirDbContext db, WeirSettings settings, UpstreamOverview overview)
{
    private const string SettingsId = "settings-";

    /// <summary>Those of the settings first.</summary>
    public async Task<List<RouteAnswer>> AllAsync(CancellationToken cancellationToken)
    {
        var stored = await db.ModelRoutes.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. settings.Routes.Select(Answer), .. stored.Select(Answer)];
    }

    /// <summary>Null when there is none of this id.</summary>
    public async Task<RouteAnswer?> FindAsync(string id, CancellationToken cancellationToken) =>
        FindInSettings(id) is { } written ? written
        : Guid.TryParse(id, out var known) && await db.ModelRoutes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == known, cancellationToken) is { } stored ? Answer(stored)
        : null;

    public RouteAnswer? FindInSettings(string id) => settings.Routes.Select(Answer).FirstOrDefault(route => route.Id == id);

    /// <summary>Every model that upstreams list, by name.</summary>
    public List<ModelAnswer> Models() =>
    [
        .. from standing in overview.All()
           from model in standing.Models
           group standing.Name by ModelPattern.WithoutDefaultTag(model).ToString() into names
           orderby names.Key
           select new ModelAnswer(names.Key, [.. names.Distinct()], overview.RouteOf(names.Key)),
    ];

    private static RouteAnswer Answer(RouteConfig route, int index) => RouteAnswer.Of($"{SettingsId}{index}", "settings", route.Pattern, route.Spread, route.Targets);

    private static RouteAnswer Answer(StoredRoute route) => RouteAnswer.Of(route.Id.ToString(), "database", route.Pattern, route.Spread, route.Targets);
}
