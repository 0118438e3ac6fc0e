using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Sessions;

/// <summary>The sessions by which a user is signed in.</summary>
internal sealed class SessionQueries(WeirDbContext db, AccountsSettings settings, TimeProvider time)
{
    /// <summary>The most recently used first.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="current">The one that asks; null: none of them does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<SessionAnswer>> OfAsync(Guid user, SessionId? current, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var idle = now - settings.SessionIdle;
        var rows = await db.Sessions.AsNoTracking()
            .Where(session => session.UserId == user && session.EndedAt == null && session.ExpiresAt > now && session.LastSeenAt > idle)
            .OrderByDescending(session => session.LastSeenAt)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(session => new SessionAnswer(
            session.Id,
            DeviceName.Of(session.UserAgent),
            session.Address,
            session.CreatedAt,
            session.LastSeenAt,
            session.ExpiresAt,
            session.Id == current?.Value ? 1 : 0));
    }
}
