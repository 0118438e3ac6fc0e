using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Authentication;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Sessions;

/// <summary>Begins and ends sessions.</summary>
internal sealed class SignIns(WeirDbContext db, AccountsSettings settings, TimeProvider time)
{
    /// <summary>A person with more has a script that signs in each time; the least recently used ends.</summary>
    private const int LimitPerUser = 100;

    /// <summary>Columns are for people to recognise a session by, not for whatever a client sends.</summary>
    private const int LongestUserAgent = 300;

    public async Task BeginAsync(HttpContext http, User user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = RandomSecret.New();
        var agent = http.Request.Headers.UserAgent.ToString();
        var session = new Session
        {
            Id = SessionId.New().Value,
            Hash = RandomSecret.Hash(secret),
            UserId = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            AuthenticatedAt = now,
            ExpiresAt = now + settings.SessionLifetime,
            UserAgent = agent.Length == 0 ? null : agent[..Math.Min(agent.Length, LongestUserAgent)],
            Address = http.Connection.RemoteIpAddress?.ToString(),
        };
        await db.InTurnAsync(
            async () =>
            {
                var surplus = await Live(user.Id).OrderByDescending(s => s.LastSeenAt).Skip(LimitPerUser - 1).ToListAsync(cancellationToken);
                surplus.ForEach(s => s.EndedAt = now);
                db.Sessions.Add(session);
                return await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);
        SessionCookie.Set(http, secret, session.ExpiresAt);
    }

    /// <summary>The same in place of the session that the request came with, if it did.</summary>
    public async Task ReplaceAsync(HttpContext http, User user, CancellationToken cancellationToken)
    {
        if (http.CallerOrNull?.Session is { } replaced)
        {
            await EndAsync(replaced, cancellationToken);
        }

        await BeginAsync(http, user, cancellationToken);
    }

    public async Task EndAsync(SessionId session, CancellationToken cancellationToken)
    {
        var row = await db.Sessions.SingleOrDefaultAsync(s => s.Id == session.Value, cancellationToken);
        if (row is not null)
        {
            row.EndedAt ??= time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>False: the user has no such session.</summary>
    public Task<bool> EndAsync(Guid user, SessionId session, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await Live(user).SingleOrDefaultAsync(s => s.Id == session.Value, cancellationToken) is not { } row)
            {
                return false;
            }

            row.EndedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    /// <returns>How many there were.</returns>
    public Task<int> EndAllAsync(Guid user, SessionId? except, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            var ended = await MarkEndedAsync(user, except, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return ended;
        },
        cancellationToken);

    /// <summary>Marks a user's sessions as ended; the caller saves them together with what they end for.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> MarkEndedAsync(Guid user, SessionId? except, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var spared = except?.Value;
        var sessions = await Live(user).Where(s => s.Id != spared).ToListAsync(cancellationToken);
        sessions.ForEach(s => s.EndedAt = now);
        return sessions.Count;
    }

    /// <summary>Notes that the session's user has just entered the password again.</summary>
    public async Task ConfirmAsync(SessionId session, CancellationToken cancellationToken)
    {
        var row = await db.Sessions.SingleAsync(s => s.Id == session.Value, cancellationToken);
        row.AuthenticatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
    }

    private IQueryable<Session> Live(Guid user) => db.Sessions.Where(s => s.UserId == user && s.EndedAt == null);
}
