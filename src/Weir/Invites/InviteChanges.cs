using Microsoft.EntityFrameworkCore;
using Weir.Errors;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Users;

namespace Weir.Invites;

/// <summary>Makes links and revokes them.</summary>
internal sealed class InviteChanges(WeirDbContext db, TimeProvider time)
{
    /// <summary>Nobody can oversee more, and each is a way in.</summary>
    private const int MostOpen = 1_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    /// <summary>A link lies about in mailboxes.</summary>
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    public async Task<(MadeLink? Link, ErrorResult? Refusal)> InviteAsync(InviteRequest request, Guid maker, CancellationToken cancellationToken)
    {
        var (secret, now) = (RandomSecret.New(), time.GetUtcNow());
        var reading = new InviteReading(request, now + LongestLifetime, now);
        if (reading.Read(out var budgets) is { } wrong)
        {
            return (null, wrong);
        }

        var invite = New(secret, maker, now);
        invite.ExpiresAt = request.ExpiresAt?.ToUniversalTime() ?? invite.ExpiresAt;
        invite.Note = request.Note;
        invite.IsAdministrator = request.IsAdmin ?? false;
        invite.TokenLimit = request.TokenLimit;
        invite.GroupId = request.GroupId;
        invite.Models = request.Models ?? [];
        invite.Budgets = budgets;
        return await AddAsync(
            invite,
            secret,
            () => GroupMembership.RefuseNewcomerAsync(db, invite.GroupId, invite.IsAdministrator, budgets.Count, cancellationToken),
            cancellationToken);
    }

    /// <summary>A link by which a user sets the password anew; earlier ones of theirs end.</summary>
    public Task<(MadeLink? Link, ErrorResult? Refusal)> ResetAsync(Guid user, Guid maker, CancellationToken cancellationToken)
    {
        var (secret, now) = (RandomSecret.New(), time.GetUtcNow());
        var invite = New(secret, maker, now);
        invite.ResetsUserId = user;
        return AddAsync(
            invite,
            secret,
            async () =>
            {
                switch (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == user && row.ErasedAt == null, cancellationToken))
                {
                    case null:
                        return UserChanges.Unknown;
                    case { IsActive: false }:
                        return ErrorResult.Conflict("This account is deactivated: activate it first.");
                    default:
                        await db.Invites.Where(other => other.ResetsUserId == user).MarkRevokedAsync(now, cancellationToken);
                        return null;
                }
            },
            cancellationToken);
    }

    /// <summary>Null: done, or it had ended already.</summary>
    public Task<ErrorResult?> RevokeAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (!await db.Invites.AnyAsync(invite => invite.Id == id, cancellationToken))
            {
                return ErrorResult.NotFound("There is no invite with this id.");
            }

            await db.Invites.Where(invite => invite.Id == id).MarkRevokedAsync(time.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    private static Invite New(string secret, Guid maker, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Hash = RandomSecret.Hash(secret),
        CreatedAt = now,
        CreatedBy = maker,
        ExpiresAt = now + Lifetime,
    };

    private Task<(MadeLink? Link, ErrorResult? Refusal)> AddAsync(
        Invite invite, string secret, Func<Task<ErrorResult?>> refuse, CancellationToken cancellationToken) => db.InTurnAsync<(MadeLink?, ErrorResult?)>(
        async () =>
        {
            if (await refuse() is { } refusal)
            {
                return (null, refusal);
            }

            if (await db.Invites.Open(invite.CreatedAt).CountAsync(cancellationToken) >= MostOpen)
            {
                return (null, ErrorResult.Conflict($"{MostOpen} links are open already: revoke those that aren't needed."));
            }

            db.Invites.Add(invite);
            await db.SaveChangesAsync(cancellationToken);
            return (new(invite.Id, invite.ResetsUserId is null ? InvitePurpose.Join : InvitePurpose.Reset, secret, invite.ExpiresAt), null);
        },
        cancellationToken);
}
