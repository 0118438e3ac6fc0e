using Microsoft.EntityFrameworkCore;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Invites;

/// <summary>Invites and what has become of them.</summary>
internal sealed class InviteQueries(WeirDbContext db, TimeProvider time)
{
    public async Task<InviteListAnswer> ListAsync(InviteFilter filter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = Of(db.Invites, filter.State, now);
        wanted = filter.Purpose switch
        {
            InvitePurpose.Join => wanted.Where(invite => invite.ResetsUserId == null),
            InvitePurpose.Reset => wanted.Where(invite => invite.ResetsUserId != null),
            _ => wanted,
        };
        wanted = filter.Before is { } before ? wanted.Where(invite => invite.Id.CompareTo(before) < 0) : wanted;
        var rows = await AnswersAsync(wanted.OrderByDescending(invite => invite.Id).Take(filter.Limit + 1), now, cancellationToken);
        var shown = rows.Take(filter.Limit).ToList();
        return new(shown, rows.Count > filter.Limit ? shown[^1].Id : null);
    }

    /// <summary>The links to reset a user's password that can still be used.</summary>
    public Task<List<InviteAnswer>> OpenResetsAsync(Guid user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return AnswersAsync(db.Invites.Open(now).Where(invite => invite.ResetsUserId == user), now, cancellationToken);
    }

    /// <summary>The open link with a code, by which somebody may join; null: there is none.</summary>
    public Task<Invite?> FindToJoinAsync(string? code, CancellationToken cancellationToken) =>
        FindAsync(code, invite => invite.ResetsUserId == null, cancellationToken);

    /// <summary>The open link with a code, by which a password may be reset; null: there is none.</summary>
    public Task<Invite?> FindToResetAsync(string? code, CancellationToken cancellationToken) =>
        FindAsync(code, invite => invite.ResetsUserId != null, cancellationToken);

    private async Task<Invite?> FindAsync(string? code, System.Linq.Expressions.Expression<Func<Invite, bool>> purpose, CancellationToken cancellationToken)
    {
        if (code?.Length != RandomSecret.Length)
        {
            return null;
        }

        var hash = RandomSecret.Hash(code);
        return await db.Invites.AsNoTracking().Open(time.GetUtcNow()).Where(purpose).SingleOrDefaultAsync(invite => invite.Hash == hash, cancellationToken);
    }

    private static IQueryable<Invite> Of(IQueryable<Invite> invites, InviteState? state, DateTimeOffset now) => state switch
    {
        InviteState.Open => invites.Open(now),
        InviteState.Used => invites.Where(invite => invite.UsedAt != null),
        InviteState.Revoked => invites.Where(invite => invite.UsedAt == null && invite.RevokedAt != null),
        InviteState.Expired => invites.Where(invite => invite.UsedAt == null && invite.RevokedAt == null && invite.ExpiresAt <= now),
        _ => invites,
    };

    private async Task<List<InviteAnswer>> AnswersAsync(IQueryable<Invite> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await wanted.AsNoTracking().Select(invite => new
        {
            Invite = invite,
            Resets = db.Users.Where(user => user.Id == invite.ResetsUserId).Select(user => user.UserName).FirstOrDefault(),
            Maker = db.Users.Where(user => user.Id == invite.CreatedBy).Select(user => user.UserName).FirstOrDefault(),
            Taker = db.Users.Where(user => user.Id == invite.UsedBy).Select(user => user.UserName).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => Answer(row.Invite, row.Resets, row.Maker, row.Taker, now));
    }

    private static InviteAnswer Answer(Invite invite, string? resets, string? maker, string? taker, DateTimeOffset now) => new()
    {
        Id = invite.Id,
        Purpose = InviteVocabulary.Purposes.Word(invite.ResetsUserId is null ? InvitePurpose.Join : InvitePurpose.Reset),
        State = InviteVocabulary.States.Word(
            invite.UsedAt is not null ? InviteState.Used
            : invite.RevokedAt is not null ? InviteState.Revoked
            : invite.ExpiresAt <= now ? InviteState.Expired
            : InviteState.Open),
        Note = invite.Note,
        UserId = invite.ResetsUserId,
        Username = resets,
        IsAdmin = invite.IsAdministrator ? 1 : 0,
        TokenLimit = invite.TokenLimit,
        GroupId = invite.GroupId,
        Models = invite.Models,
        Budgets = invite.Budgets.ConvertAll(InviteBudgetAnswer.Of),
        CreatedAt = invite.CreatedAt,
        CreatedBy = invite.CreatedBy,
        CreatedByName = maker,
        ExpiresAt = invite.ExpiresAt,
        UsedAt = invite.UsedAt,
        UsedBy = invite.UsedBy,
        UsedByName = taker,
        RevokedAt = invite.RevokedAt,
    };
}
