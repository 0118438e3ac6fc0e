using Microsoft.EntityFrameworkCore;
using Weir.Budgets;
using Weir.Errors;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary>Whether a user can be in a group.</summary>
internal static class GroupMembership
{
    /// <summary>Null: yes. Within the transaction that writes it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="group">Null: in none, as anybody can be.</param>
    /// <param name="join">Puts the user in it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ErrorResult?> RefuseAsync(WeirDbContext db, Guid? group, Action<BudgetTally> join, CancellationToken cancellationToken)
    {
        if (group is null)
        {
            return null;
        }

        return await RefuseUnknownAsync(db, group, cancellationToken) ?? await BudgetTally.RefuseAsync(db, join, cancellationToken);
    }

    /// <summary>The same for somebody who is about to be made, with further budgets of their own.</summary>
    /// <param name="db">The database.</param>
    /// <param name="group">Null: in none.</param>
    /// <param name="isAdministrator">Whose templates are copied.</param>
    /// <param name="budgets">How many there are beside the templates'.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ErrorResult?> RefuseNewcomerAsync(
        WeirDbContext db, Guid? group, bool isAdministrator, int budgets, CancellationToken cancellationToken)
    {
        if (group is null && budgets == 0)
        {
            // What the templates add was looked at when they were made.
            return null;
        }

        return await RefuseUnknownAsync(db, group, cancellationToken)
            ?? await BudgetTally.RefuseAsync(db, tally => tally.Join(group, isAdministrator, budgets), cancellationToken);
    }

    private static async Task<ErrorResult?> RefuseUnknownAsync(WeirDbContext db, Guid? group, CancellationToken cancellationToken) =>
        group is null || await db.Groups.AnyAsync(row => row.Id == group, cancellationToken)
            ? null
            : ErrorResult.BadRequest("\"group_id\" names no group: GET /admin/api/groups lists them.");
}
