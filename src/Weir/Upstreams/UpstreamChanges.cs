using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Proxy.Upstreams;
using Weir.Settings;
using Weir.Storage.Model;
using Weir.Storage.Routing;

namespace Weir.Upstreams;

/// <summary>What administrators do to the upstreams of the database, each in one transaction with what follows from it.</summary>
internal sealed class UpstreamChanges(WeirDbContext db, WeirSettings settings, UpstreamKeys keys, TimeProvider time)
{
    /// <summary>Each is asked for its models twice a minute, and nobody oversees more.</summary>
    private const int Most = 100;

    public async Task<(Guid Id, ErrorResult? Refusal)> AddAsync(UpstreamConfig config, CancellationToken cancellationToken)
    {
        var row = new StoredUpstream { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = config.Name, BaseUrl = "", CreatedAt = time.GetUtcNow() };
        StoredUpstreams.Write(row, config);
        row.ProtectedKey = Protect(row.Id, config);
        var refusal = await db.InTurnAsync(
            async () =>
            {
                if (await RefuseNameAsync(row, cancellationToken) is { } taken)
                {
                    return taken;
                }

                if (await db.Upstreams.CountAsync(cancellationToken) >= Most)
                {
                    return ErrorResult.Conflict($"There are {Most} upstreams already: delete one that isn't used.");
                }

                db.Upstreams.Add(row);
                await db.SaveChangesAsync(cancellationToken);
                return null;
            },
            cancellationToken);
        return (row.Id, refusal);
    }

    /// <summary>Null: done. Routes and budgets of the database that name the upstream follow it to a new name.</summary>
    public Task<ErrorResult?> ChangeAsync(Guid id, UpstreamConfig config, bool setsKey, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.Upstreams.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            if (!setsKey && row.ProtectedKey is not null && RefuseOtherServer(new(row.BaseUrl), config.BaseUrl) is { } elsewhere)
            {
                return elsewhere;
            }

            var before = row.Name;
            StoredUpstreams.Write(row, config);
            if (await RefuseNameAsync(row, cancellationToken) is { } taken)
            {
                return taken;
            }

            if (row.Name != before)
            {
                if (RoutesInSettings(before) is { Count: > 0 } written)
                {
                    return ErrorResult.Conflict($"Routes of the settings name \"{before}\" ({Quote(written)}): change them there first.");
                }

                foreach (var route in (await db.ModelRoutes.ToListAsync(cancellationToken)).Where(route => Names(route, before)))
                {
                    route.Targets = [.. route.Targets.Select(target => target.Upstream == before ? target with { Upstream = row.Name } : target)];
                }

                foreach (var budget in await db.Budgets.Where(budget => budget.Upstream == before).ToListAsync(cancellationToken))
                {
                    budget.Upstream = row.Name;
                }

                foreach (var price in await db.Prices.Where(price => price.Upstream == before).ToListAsync(cancellationToken))
                {
                    price.Upstream = row.Name;
                }
            }

            row.ProtectedKey = setsKey ? Protect(id, config) : row.ProtectedKey;
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Null: done.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.Upstreams.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            var stored = (await db.ModelRoutes.AsNoTracking().ToListAsync(cancellationToken)).Where(route => Names(route, row.Name)).Select(route => route.Pattern);
            // One that the settings hide is nobody's target.
            var isHidden = settings.Upstreams.Any(upstream => UpstreamRules.SameName(upstream.Name, row.Name));
            if (!isHidden && RoutesInSettings(row.Name).Concat(stored).ToList() is { Count: > 0 } routes)
            {
                return ErrorResult.Conflict($"Routes name \"{row.Name}\" ({Quote(routes)}): change or delete them first.");
            }

            db.Upstreams.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    public static ErrorResult Unknown => ErrorResult.NotFound("There is no upstream with this id.");

    /// <summary>Null: a key that was given for one address may go to the other. A key is nobody's to read, and so nobody's to send to a server of their own.</summary>
    public static ErrorResult? RefuseOtherServer(Uri before, Uri after) => Uri.Compare(before, after, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
        ? null
        : ErrorResult.BadRequest($"\"api_key\" is missing: the key that is kept was given for {before.GetLeftPart(UriPartial.Authority)} and goes nowhere else. Write the key of the new address, or null for none.");

    private byte[]? Protect(Guid id, UpstreamConfig config) => config.ApiKey is { } key ? keys.Protect(id, key) : null;

    private async Task<ErrorResult?> RefuseNameAsync(StoredUpstream upstream, CancellationToken cancellationToken)
    {
        var stored = await db.Upstreams.AsNoTracking().Where(other => other.Id != upstream.Id).Select(other => other.Name).ToListAsync(cancellationToken);
        return settings.Upstreams.Select(other => other.Name).Concat(stored).Any(name => UpstreamRules.SameName(name, upstream.Name))
            ? ErrorResult.Conflict($"There is an upstream \"{upstream.Name}\" already: choose another name, for example {upstream.Name}-2.")
            : null;
    }

    private List<string> RoutesInSettings(string upstream) =>
        [.. settings.Routes.Where(route => route.Targets.Any(target => target.Upstream == upstream)).Select(route => route.Pattern)];

    private static bool Names(StoredRoute route, string upstream) => route.Targets.Exists(target => target.Upstream == upstream);

    private static string Quote(IEnumerable<string> patterns) => string.Join(", ", patterns.Select(pattern => $"\"{pattern}\""));
}
