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
        join total in db.TokenTotals(SubjectKind.User) on user.Id equals total.SubjectId
        orderby user.CreatedAt, user.Id
        select new UserAnswer(
            user.Id,
            user.UserName!,
            user.IsAdministrator ? 1 : 0,
            user.IsActive ? 1 : 0,
            total.Cap,
            total.Posted,
            user.CreatedAt,
            user.Models,
            user.GroupId);
}
