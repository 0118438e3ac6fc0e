using Microsoft.EntityFrameworkCore;
using Weir.Proxy.Metering;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Storage.Routing;
using Weir.Usage;

namespace Weir.Upstreams;

/// <summary>Upstreams of settings and database, as administrators see them.</summary>
internal sealed class UpstreamQueries(WeirDbContext db, WeirSettings settings, UpstreamKeys keys, UpstreamOverview overview, ILedger ledger)
{
    public const string LostKey = "Its key cannot be read, because the key ring it was protected with is gone: enter the key again.";

    private const string Settings = "settings";

    private const string Database = "database";

    /// <summary>What an upstream does now, and enough of it for a mean.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    public async Task<List<UpstreamAnswer>> AllAsync(CancellationToken cancellationToken)
    {
        var stored = await db.Upstreams.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var standings = overview.All();
        return await TimedAsync([.. settings.Upstreams.Select(config => Answer(config, standings)), .. stored.Select(row => Answer(row, standings))], cancellationToken);
    }

    /// <summary>Null when there is none of this id.</summary>
    public async Task<UpstreamAnswer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = FindInSettings(id) is { } config ? Answer(config, overview.All())
            : await FindStoredAsync(id, cancellationToken) is { } row ? Answer(row, overview.All())
            : null;
        return found is null ? null : (await TimedAsync([found], cancellationToken))[0];
    }

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

    /// <summary>The same, with how soon each has answered lately, whichever process asked it.</summary>
    private async Task<List<UpstreamAnswer>> TimedAsync(List<UpstreamAnswer> answers, CancellationToken cancellationToken)
    {
        var now = ledger.Now;
        var sums = await db.Sums(now - Lately, now).GroupBy(sum => sum.UpstreamId).Added().ToListAsync(cancellationToken);
        var names = await db.NamesAsync(sums.Select(sum => sum.Key), cancellationToken);
        var times = sums.ToDictionary(sum => names[sum.Key], sum => UsageFigures.Of(sum.Sum).FirstByteMicroseconds);
        return answers.ConvertAll(answer => answer with { FirstByteMicroseconds = times.GetValueOrDefault(answer.Name) });
    }

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
