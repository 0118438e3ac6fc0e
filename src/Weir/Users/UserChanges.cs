using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary>What administrators do to users, each in one transaction with what follows from it. Null: done.</summary>
internal sealed class UserChanges(WeirDbContext db, Deactivation deactivation, TimeProvider time)
{
    public Task<ErrorResult?> ChangeAsync(Guid id, ChangeUserRequest change, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (UserMaking.Check(change.TokenLimit, change.Models) is { } wrong)
            {
                return wrong;
            }

            if (await FindAsync(id, cancellationToken) is not { } user)
            {
                return Unknown;
            }

            var (isAdministrator, isActive) = (change.IsAdmin ?? user.IsAdministrator, change.IsActive ?? user.IsActive);
            if (!(isAdministrator && isActive) && await IsLastAdministratorAsync(user, cancellationToken))
            {
                return LastAdministrator;
            }

            if (change.SetsGroup && change.GroupId != user.GroupId)
            {
                if (await GroupMembership.RefuseAsync(db, change.GroupId, tally => tally.Join(id, change.GroupId), cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                user.GroupId = change.GroupId;
            }

            (user.IsAdministrator, user.IsActive) = (isAdministrator, isActive);
            user.Models = change.SetsModels ? change.Models ?? [] : user.Models;
            if (!isActive)
            {
                await deactivation.MarkAsync(user, cancellationToken);
            }
            else if (!isAdministrator)
            {
                await deactivation.MarkDemotedAsync(user, cancellationToken);
            }

            if (change.SetsTokenLimit)
            {
                var budget = await db.TokenBudgets(SubjectKind.User).SingleAsync(b => b.SubjectId == id, cancellationToken);
                budget.Cap = change.TokenLimit;
            }

            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Erases name and credentials. The row stays, so that ledger entries under its id are known to be somebody's who left.</summary>
    public Task<ErrorResult?> EraseAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await FindAsync(id, cancellationToken) is not { } user)
            {
                return Unknown;
            }

            if (await IsLastAdministratorAsync(user, cancellationToken))
            {
                return LastAdministrator;
            }

            db.Sessions.RemoveRange(await db.Sessions.Where(session => session.UserId == id).ToListAsync(cancellationToken));
            db.RateLimits.RemoveRange(await db.RateLimits
                .Where(limit => limit.SubjectId == id || db.ApiKeys.Any(key => key.UserId == id && key.Id == limit.SubjectId))
                .ToListAsync(cancellationToken));
            await deactivation.MarkAsync(user, cancellationToken);
            db.ApiKeys.RemoveRange(await db.ApiKeys.Where(key => key.UserId == id).ToListAsync(cancellationToken));
            (user.UserName, user.NormalizedUserName, user.PasswordHash, user.SecurityStamp) = (null, null, null, null);
            (user.IsAdministrator, user.IsActive, user.HasWeakBootstrapPassword) = (false, false, false);
            (user.Models, user.GroupId) = ([], null);
            user.ErasedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    public static ErrorResult Unknown => ErrorResult.NotFound("There is no user with this id.");

    public static ErrorResult LastAdministrator =>
        ErrorResult.Conflict("This is the last active administrator: make another one first.");

    private Task<User?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Users.SingleOrDefaultAsync(user => user.Id == id && user.ErasedAt == null, cancellationToken);

    private async Task<bool> IsLastAdministratorAsync(User user, CancellationToken cancellationToken) =>
        user.IsAdministrator && user.IsActive
        && !await db.Users.AnyAsync(other => other.Id != user.Id && other.IsAdministrator && other.IsActive, cancellationToken);
}
