using Microsoft.EntityFrameworkCore;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Storage.Routing;

namespace Weir.Upstreams;

/// <summary>Upstreams of settings and database, as administrators see them.</summary>
internal sealed class UpstreamQueries(WeirDbContext db, WeirSettings settings, UpstreamKeys keys, UpstreamOverview overview)
{
    public const string LostKey = "Its key cannot be read, because the key ring it was protected with is gone: enter the key again.";

    private const string Settings = "settings";

    private const string Database = "database";

    public async Task<List<UpstreamAnswer>> AllAsync(CancellationToken cancellationToken)
    {
        var stored = await db.Upstreams.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var standings = overview.All();
        return [.. settings.Upstreams.Select(config => Answer(config, standings)), .. stored.Select(row => Answer(row, standings))];
    }

    /// <summary>Null when there is none of this id.</summary>
    public async Task<UpstreamAnswer?> FindAsync(string id, CancellationToken cancellationToken) =>
        FindInSettings(id) is { } config ? Answer(config, overview.All())
        : await FindStoredAsync(id, cancellationToken) is { } row ? Answer(row, overview.All())
        : null;

    /// <summary>What an upstream is asked with. Neither, when there is none of this id.</summary>
    public async Task<(UpstreamConfig? Config, string? Problem)> FindConfigAsync(string id, CancellationToken cancellationToken)
    {
        if (FindInSettings(id) is { } written)
        {
            return (written, null);
        }

        if (await FindStoredAsync(id, cancellationToken) is not { } row)
        {
            return (null, null);
        }

        var config = StoredUpstreams.ToConfig(row, keys);
        return (config, StoredUpstreams.HasLostKey(row, config) ? LostKey : null);
    }

    public UpstreamConfig? FindInSettings(string name) => settings.Upstreams.FirstOrDefault(config => UpstreamRules.SameName(config.Name, name));

    private async Task<StoredUpstream?> FindStoredAsync(string id, CancellationToken cancellationToken) => Guid.TryParse(id, out var known)
        ? await db.Upstreams.AsNoTracking().SingleOrDefaultAsync(row => row.Id == known, cancellationToken)
        : null;

    private static UpstreamAnswer Answer(UpstreamConfig config, IEnumerable<UpstreamStanding> standings) =>
        UpstreamAnswer.Of(config, config.Name, Settings, standings.FirstOrDefault(standing => standing.Name == config.Name));

    private UpstreamAnswer Answer(StoredUpstream row, IEnumerable<UpstreamStanding> standings)
    {
        var config = StoredUpstreams.ToConfig(row, keys);
        var isHidden = FindInSettings(row.Name) is not null;
        return UpstreamAnswer.Of(config, row.Id.ToString(), Database, isHidden ? null : standings.FirstOrDefault(standing => standing.Name == row.Name)) with
        {
            HasApiKey = row.ProtectedKey is not null,
            Problem = isHidden ? "It is not used: the settings have an upstream of this name. Rename one of them."
                : StoredUpstreams.HasLostKey(row, config) ? LostKey
                : null,
        };
    }
}
