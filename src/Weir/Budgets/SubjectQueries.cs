using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Proxy.Upstreams;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>Finds whom a budget or a limit can be for, by what somebody has typed of the name.</summary>
internal sealed class SubjectQueries(WeirDbContext db, UpstreamOverview upstreams)
{
    /// <summary>Who sees more types another letter.</summary>
    private const int Most = 20;

    public async Task<List<SubjectChoice>> FindAsync(SubjectKind kind, string? text, CancellationToken cancellationToken)
    {
        // Names are compared as people type them; normalized names are in upper case.
        var wanted = (text ?? "").Trim().ToUpperInvariant();
#pragma warning disable CA1862 // It becomes SQL, which knows no kinds of comparison.
        return kind switch
        {
            SubjectKind.User => await db.Users.AsNoTracking()
                .Where(user => user.ErasedAt == null && user.NormalizedUserName!.Contains(wanted))
                .OrderBy(user => user.NormalizedUserName).Take(Most)
                .Select(user => new SubjectChoice(user.Id, user.UserName!)).ToListAsync(cancellationToken),
            SubjectKind.Group => await db.Groups.AsNoTracking()
                .Where(group => group.Name.ToUpper().Contains(wanted))
                .OrderBy(group => group.Name).Take(Most)
                .Select(group => new SubjectChoice(group.Id, group.Name)).ToListAsync(cancellationToken),
            SubjectKind.ApiKey => await db.ApiKeys.AsNoTracking()
                .Where(key => key.RevokedAt == null && (key.Name.ToUpper().Contains(wanted) || key.User!.NormalizedUserName!.Contains(wanted)))
                .OrderBy(key => key.Name).Take(Most)
                .Select(key => new SubjectChoice(key.Id, key.Name + " (" + key.User!.UserName + ")")).ToListAsync(cancellationToken),
            SubjectKind.Upstream =>
            [
                .. upstreams.All().Where(upstream => upstream.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
                    .Take(Most).Select(upstream => new SubjectChoice(Guid.Empty, upstream.Name)),
            ],
            _ => [],
        };
#pragma warning restore CA1862
    }
}
