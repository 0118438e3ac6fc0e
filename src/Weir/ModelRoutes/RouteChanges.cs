using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Routing;
using Weir.Settings;
using Weir.Storage.Model;

namespace Weir.ModelRoutes;

/// <summary>What administrators do to the routes of the database.</summary>
internal sealed class RouteChanges(WeirDbContext db, WeirSettings settings, TimeProvider time)
{
    /// <summary>Every request is held against them one by one.</summary>
    private const int Most = 1_000;

    public static ErrorResult Unknown => ErrorResult.NotFound("There is no route with this id.");

    public Task<(Guid Id, ErrorResult? Refusal)> AddAsync(RouteRequest request, CancellationToken cancellationToken) => db.InTurnAsync<(Guid, ErrorResult?)>(
        async () =>
        {
            var id = Guid.CreateVersion7(time.GetUtcNow());
            var (config, refusal) = await ReadAsync(request, id, cancellationToken);
            if (config is null)
            {
                return (id, refusal);
            }

            if (await db.ModelRoutes.CountAsync(cancellationToken) >= Most)
            {
                return (id, ErrorResult.Conflict($"There are {Most} routes already: delete one that isn't used, or let a pattern fit several models."));
            }

            db.ModelRoutes.Add(new() { Id = id, Pattern = config.Pattern, Spread = config.Spread, Targets = [.. config.Targets], CreatedAt = time.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
            return (id, null);
        },
        cancellationToken);

    /// <summary>Null: done.</summary>
    public Task<ErrorResult?> ChangeAsync(Guid id, RouteRequest request, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.ModelRoutes.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            var (config, refusal) = await ReadAsync(request, id, cancellationToken);
            if (config is null)
            {
                return refusal;
            }

            (row.Pattern, row.Spread, row.Targets) = (config.Pattern, config.Spread, [.. config.Targets]);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Null: done.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.ModelRoutes.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            db.ModelRoutes.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>In the transaction that writes: an upstream it names must still be there then.</summary>
    private async Task<(RouteConfig? Config, ErrorResult? Refusal)> ReadAsync(RouteRequest request, Guid id, CancellationToken cancellationToken)
    {
        var stored = await db.Upstreams.AsNoTracking().OrderBy(row => row.CreatedAt).Select(row => row.Name).ToListAsync(cancellationToken);
        var reading = new RouteReading(request, [.. settings.Upstreams.Select(upstream => upstream.Name), .. stored]);
        if (reading.Read() is not { } config)
        {
            return (null, reading.Refusal);
        }

        var others = await db.ModelRoutes.AsNoTracking().Where(row => row.Id != id).Select(row => row.Pattern).ToListAsync(cancellationToken);
        return settings.Routes.Select(route => route.Pattern).Concat(others).Any(pattern => ModelPattern.IsSame(pattern, config.Pattern))
            ? (null, ErrorResult.Conflict($"There is a route \"{config.Pattern}\" already: put all targets into that one."))
            : (config, null);
    }
}
