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

        return await db.Groups.AnyAsync(row => row.Id == group, cancellationToken)
            ? await BudgetTally.RefuseAsync(db, join, cancellationToken)
            : ErrorResult.BadRequest("\"group_id\" names no group: GET /admin/api/groups lists them.");
    }
}
