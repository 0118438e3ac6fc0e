using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary>Users with their limit and what they have used, for endpoints and commands.</summary>
internal static class UserQueries
{
    public static IQueryable<UserAnswer> Answers(WeirDbContext db) => Answers(db, db.Users);

    public static Task<UserAnswer?> AnswerAsync(WeirDbContext db, Guid id, CancellationToken cancellationToken) =>
        Answers(db, db.Users.Where(user => user.Id == id)).SingleOrDefaultAsync(cancellationToken);

    private static IQueryable<UserAnswer> Answers(WeirDbContext db, IQueryable<User> users) =>
        from user in users.AsNoTracking()
        where user.ErasedAt == null
        join budget in db.Budgets on new { Kind = SubjectKind.User, Subject = user.Id, Window = WindowKind.Total }
            equals new { Kind = budget.SubjectKind, Subject = budget.SubjectId, Window = budget.WindowKind }
        where budget.Unit == BudgetUnit.Tokens
        orderby user.CreatedAt, user.Id
        select new UserAnswer(
            user.Id,
            user.UserName!,
            user.IsAdministrator ? 1 : 0,
            user.IsActive ? 1 : 0,
            budget.Cap,
            db.BudgetWindows.Where(window => window.BudgetId == budget.Id).Sum(window => window.Posted),
            user.CreatedAt);
}
