using Microsoft.EntityFrameworkCore;
using Weir.Budgets;
using Weir.Storage.Model;
using Weir.Storage.RateLimits;

namespace Weir.RateLimits;

/// <summary>Limits of rates with whose they are.</summary>
internal sealed class RateLimitQueries(WeirDbContext db)
{
    /// <summary>The oldest first.</summary>
    /// <param name="subject">Only that of this user or key; null: all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<List<RateLimitAnswer>> AllAsync(Guid? subject, CancellationToken cancellationToken) =>
        AnswersAsync(subject is { } id ? db.RateLimits.Where(limit => limit.SubjectId == id) : db.RateLimits, cancellationToken);

    /// <summary>Null when there is none of this id.</summary>
    public async Task<RateLimitAnswer?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await AnswersAsync(db.RateLimits.Where(limit => limit.Id == id), cancellationToken)).SingleOrDefault();

    private async Task<List<RateLimitAnswer>> AnswersAsync(IQueryable<RateLimit> wanted, CancellationToken cancellationToken)
    {
        var limits = await wanted.AsNoTracking().OrderBy(limit => limit.CreatedAt).ThenBy(limit => limit.Id).ToListAsync(cancellationToken);
        var names = await SubjectNames.ReadAsync(db, [.. limits.Select(limit => (limit.SubjectKind, limit.SubjectId))], cancellationToken);
        return limits.ConvertAll(limit => RateLimitAnswer.Of(limit) with { SubjectName = names.Of(limit.SubjectId) });
    }
}
