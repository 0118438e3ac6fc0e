using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>
/// How many budgets apply to the attempts of one person: those of the user, of the group and of the key with the most, without those that users
/// and keys have by themselves. Asked of the database, since with a thousand people there are thousands of them.
/// </summary>
internal sealed class PersonalBudgets(WeirDbContext db, CancellationToken cancellationToken)
{
    private IQueryable<Budget> Further => db.Budgets.Where(budget => !budget.IsOwn);

    /// <summary>Of anybody, be it somebody who is yet to come.</summary>
    public async Task<int> MostAsync() => new[]
    {
        await MostAsync(user => true),
        await OfTemplatesAsync(isForAdministrators: false),
        await OfTemplatesAsync(isForAdministrators: true),
    }.Max();

    /// <summary>Of some.</summary>
    public async Task<int> MostAsync(Expression<Func<User, bool>> some)
    {
        var further = Further;
        return await db.Users.Where(user => user.ErasedAt == null).Where(some)
            .Select(user => (int?)(
                further.Count(budget => budget.SubjectKind == SubjectKind.User && budget.SubjectId == user.Id)
                + further.Count(budget => budget.SubjectKind == SubjectKind.Group && budget.SubjectId == user.GroupId)
                + (db.ApiKeys.Where(key => key.UserId == user.Id && key.RevokedAt == null)
                    .Select(key => (int?)further.Count(budget => budget.SubjectKind == SubjectKind.ApiKey && budget.SubjectId == key.Id))
                    .Max() ?? 0)))
            .MaxAsync(cancellationToken) ?? 0;
    }

    /// <summary>Of a user, once in another group.</summary>
    public async Task<int> OfMemberAsync(Guid user, Guid? group)
    {
        var now = await db.Users.Where(row => row.Id == user).Select(row => row.GroupId).SingleAsync(cancellationToken);
        return await MostAsync(row => row.Id == user) - await OfGroupAsync(now) + await OfGroupAsync(group);
    }

    public async Task<int> OfKeyAsync(Guid key)
    {
        var user = await db.ApiKeys.Where(row => row.Id == key).Select(row => new { row.UserId, row.User!.GroupId }).SingleAsync(cancellationToken);
        return await CountAsync(SubjectKind.ApiKey, key) + await CountAsync(SubjectKind.User, user.UserId) + await OfGroupAsync(user.GroupId);
    }

    public Task<int> OfGroupAsync(Guid? group) => group is { } id ? CountAsync(SubjectKind.Group, id) : Task.FromResult(0);

    /// <summary>What a newcomer gets copies of.</summary>
    public Task<int> OfTemplatesAsync(bool isForAdministrators) =>
        db.BudgetTemplates.CountAsync(template => template.IsForAdministrators == isForAdministrators, cancellationToken);

    private Task<int> CountAsync(SubjectKind kind, Guid subject) =>
        Further.CountAsync(budget => budget.SubjectKind == kind && budget.SubjectId == subject, cancellationToken);
}
