using Microsoft.EntityFrameworkCore;
using Weir.Proxy.Refusals;
using Weir.Storage.Model;
using Weir.Storage.Refusals;

namespace Weir.Refusals;

/// <summary>Questions about what was refused. Reading is a second behind at most.</summary>
internal sealed class RefusalQueries(WeirDbContext db)
{
    private const int MostUsers = 100;

    /// <summary>The latest of a user, newest first.</summary>
    public async Task<List<RefusalLine>> LatestAsync(Guid user, CancellationToken cancellationToken)
    {
        var latest = await db.Refusals.AsNoTracking().Where(refusal => refusal.UserId == user).OrderByDescending(refusal => refusal.Id).ToListAsync(cancellationToken);
        return latest.ConvertAll(Line);
    }

    /// <param name="from">By whole quarters of an hour.</param>
    /// <param name="to">Before this.</param>
    /// <param name="user">Null: everybody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<ReasonCount>> ByReasonAsync(DateTimeOffset from, DateTimeOffset to, Guid? user, CancellationToken cancellationToken)
    {
        var counts = await Within(from, to, user)
            .GroupBy(count => count.Reason)
            .Select(group => new { Reason = group.Key, Count = group.Sum(count => count.Count) })
            .ToListAsync(cancellationToken);
        return [.. counts.OrderByDescending(count => count.Count).Select(count => new ReasonCount(RefusalWords.Of(count.Reason), count.Count))];
    }

    public async Task<RefusalsAnswer> AnswerAsync(DateTimeOffset from, DateTimeOffset to, Guid? user, CancellationToken cancellationToken)
    {
        var byReason = await ByReasonAsync(from, to, user, cancellationToken);
        var byUser = await Within(from, to, user)
            .GroupBy(count => count.UserId)
            .Select(group => new { UserId = group.Key, Count = group.Sum(count => count.Count) })
            .OrderByDescending(count => count.Count)
            .Take(MostUsers)
            .ToListAsync(cancellationToken);
        var ids = byUser.ConvertAll(count => count.UserId);
        var names = await db.Users.AsNoTracking().Where(person => ids.Contains(person.Id) && person.ErasedAt == null)
            .ToDictionaryAsync(person => person.Id, person => person.UserName, cancellationToken);
        return new(from, to, byReason.Sum(count => count.Count), byReason, byUser.ConvertAll(count => new RefusedUser(count.UserId, names.GetValueOrDefault(count.UserId), count.Count)))
        {
            Latest = user is { } id ? await LatestAsync(id, cancellationToken) : null,
        };
    }

    private IQueryable<RefusalCount> Within(DateTimeOffset from, DateTimeOffset to, Guid? user)
    {
        var counts = db.RefusalCounts.AsNoTracking().Where(count => count.StartsAt >= from && count.StartsAt < to);
        return user is { } id ? counts.Where(count => count.UserId == id) : counts;
    }

    private static RefusalLine Line(StoredRefusal refusal) => new(RequestIds.Of(new(refusal.ExchangeId)), refusal.At, RefusalWords.Of(refusal.Reason), refusal.Message)
    {
        Model = refusal.Model,
        ApiKeyId = refusal.ApiKeyId,
        Figures = refusal is { Subject: { } subject, Unit: { } unit, Cap: { } cap, Used: { } used }
            ? new(subject, unit, cap, used) { BudgetId = refusal.BudgetId, Reserved = refusal.Reserved, Needed = refusal.Needed, ResetsAt = refusal.ResetsAt }
            : null,
    };
}
