using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Sessions;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Upstreams;

namespace Weir.Users;

/// <summary>What administrators do to many users at once, in one transaction.</summary>
internal sealed class BulkUserChanges(WeirDbContext db, Deactivation deactivation, SignIns signIns)
{
    /// <summary>As many as a page shows: on SQLite the ledger waits for the transaction.</summary>
    private const int Most = UserFilter.MostLines;

    private static readonly Vocabulary<BulkAction> Actions = new(
    [
        (BulkAction.Activate, "activate"),
        (BulkAction.Deactivate, "deactivate"),
        (BulkAction.SetTokenLimit, "set_token_limit"),
        (BulkAction.SetGroup, "set_group"),
        (BulkAction.EndSessions, "end_sessions"),
    ]);

    public async Task<(BulkUserAnswer? Answer, ErrorResult? Refusal)> ChangeAsync(BulkUserRequest request, CancellationToken cancellationToken)
    {
        if (Check(request, out var action) is { } wrong)
        {
            return (null, wrong);
        }

        List<Guid> ids = [.. request.Ids!.Distinct()];
        return await db.InTurnAsync<(BulkUserAnswer?, ErrorResult?)>(
            async () =>
            {
                var users = await db.Users.Where(user => ids.Contains(user.Id) && user.ErasedAt == null).ToListAsync(cancellationToken);
                var unknown = ids.Except(users.Select(user => user.Id)).Select(id => new BulkRefusal(id, null, UserChanges.Unknown.Error));
                if (action == BulkAction.SetGroup && await RefuseGroupAsync(users, request.GroupId, cancellationToken) is { } refusal)
                {
                    return (null, refusal);
                }

                var refused = await ApplyAsync(action, request, users, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return (new(users.Count - refused.Count, [.. unknown, .. refused]), null);
            },
            cancellationToken);
    }

    private static ErrorResult? Check(BulkUserRequest request, out BulkAction action)
    {
        if (!Actions.TryRead(request.Action, out action))
        {
            return ErrorResult.BadRequest($"\"action\" is missing or wrong: write {Actions.Choices}.");
        }

        if (request.Ids is not { Count: >= 1 and <= Most })
        {
            return ErrorResult.BadRequest($"\"ids\" must be a list of 1 to {Most} ids of users.");
        }

        return action switch
        {
            BulkAction.SetTokenLimit when !request.SetsTokenLimit || request.TokenLimit < 0 =>
                ErrorResult.BadRequest("\"token_limit\" is needed: 0 or more, or null for no limit."),
            BulkAction.SetGroup when !request.SetsGroup => ErrorResult.BadRequest("\"group_id\" is needed: a group, or null for none."),
            _ => null,
        };
    }

    /// <summary>For all together, since what is read for it is the same for each.</summary>
    private Task<ErrorResult?> RefuseGroupAsync(List<User> users, Guid? group, CancellationToken cancellationToken) => GroupMembership.RefuseAsync(
        db, group, tally => users.ForEach(user => tally.Join(user.Id, group)), cancellationToken);

    private async Task<List<BulkRefusal>> ApplyAsync(BulkAction action, BulkUserRequest request, List<User> users, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case BulkAction.Activate:
                users.ForEach(user => user.IsActive = true);
                break;
            case BulkAction.Deactivate:
                return await DeactivateAsync(users, cancellationToken);
            case BulkAction.SetGroup:
                users.ForEach(user => user.GroupId = request.GroupId);
                break;
            case BulkAction.SetTokenLimit:
                var ids = users.ConvertAll(user => user.Id);
                foreach (var budget in await db.TokenBudgets(SubjectKind.User).Where(budget => ids.Contains(budget.SubjectId)).ToListAsync(cancellationToken))
                {
                    budget.Cap = request.TokenLimit;
                }

                break;
            case BulkAction.EndSessions:
                foreach (var user in users)
                {
                    await signIns.MarkEndedAsync(user.Id, except: null, cancellationToken);
                }

                break;
        }

        return [];
    }

    private async Task<List<BulkRefusal>> DeactivateAsync(List<User> users, CancellationToken cancellationToken)
    {
        var refused = new List<BulkRefusal>();
        var administrators = await db.Users.CountAsync(user => user.IsAdministrator && user.IsActive, cancellationToken);
        foreach (var user in users)
        {
            if (user is { IsAdministrator: true, IsActive: true } && --administrators == 0)
            {
                administrators = 1;
                refused.Add(new(user.Id, user.UserName, UserChanges.LastAdministrator.Error));
                continue;
            }

            await deactivation.MarkAsync(user, cancellationToken);
        }

        return refused;
    }
}
