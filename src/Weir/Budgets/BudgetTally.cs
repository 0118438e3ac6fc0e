using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>
/// How many budgets can apply to one attempt at the most, with what is about to be added: the ledger takes <see cref="Budget.MostPerAttempt"/>.
/// Within the transaction that adds it. What is in the tables fits already, so only those are looked at whom the addition concerns.
/// </summary>
internal sealed class BudgetTally
{
    /// <summary>Those that a user and a key have from their first moment.</summary>
    private const int Own = 2;

    private readonly List<string> _upstreams = [];
    private readonly List<Func<PersonalBudgets, Task<int>>> _concerned = [];
    private int _ofEveryone;

    private BudgetTally()
    {
    }

    /// <param name="db">The database.</param>
    /// <param name="add">Adds what is about to be added.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null: there is room for it.</returns>
    public static async Task<ErrorResult?> RefuseAsync(WeirDbContext db, Action<BudgetTally> add, CancellationToken cancellationToken)
    {
        var tally = new BudgetTally();
        add(tally);
        return await tally.CountAsync(db, cancellationToken) > Budget.MostPerAttempt
            ? ErrorResult.Conflict(
                $"More than {Budget.MostPerAttempt} budgets would apply to one request: those of everyone, its upstream, its group, its user and its key, "
                + "two of which every user and key has by themselves, and of templates. Delete one that isn't needed.")
            : null;
    }

    public void Add(SubjectKind kind, Guid subject, string? upstream)
    {
        switch (kind)
        {
            case SubjectKind.Everyone:
                _ofEveryone++;
                _concerned.Add(people => people.MostAsync());
                break;
            case SubjectKind.Upstream:
                _upstreams.Add(upstream!);
                _concerned.Add(people => people.MostAsync());
                break;
            case SubjectKind.User:
                _concerned.Add(async people => 1 + await people.MostAsync(user => user.Id == subject));
                break;
            case SubjectKind.Group:
                _concerned.Add(async people => 1 + await people.MostAsync(user => user.GroupId == subject));
                break;
            case SubjectKind.ApiKey:
                _concerned.Add(async people => 1 + await people.OfKeyAsync(subject));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public void AddTemplate(bool isForAdministrators) => _concerned.Add(async people => 1 + await people.OfTemplatesAsync(isForAdministrators));

    public void Join(Guid user, Guid? group) => _concerned.Add(people => people.OfMemberAsync(user, group));

    /// <summary>Somebody who is about to get the copies of the templates, and some budgets besides.</summary>
    public void Join(Guid? group, bool isAdministrator, int besides) =>
        _concerned.Add(async people => besides + await people.OfTemplatesAsync(isAdministrator) + await people.OfGroupAsync(group));

    private async Task<int> CountAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var people = new PersonalBudgets(db, cancellationToken);
        var most = 0;
        foreach (var concerned in _concerned)
        {
            most = Math.Max(most, await concerned(people));
        }

        var ofEveryone = await db.Budgets.CountAsync(budget => budget.SubjectKind == SubjectKind.Everyone, cancellationToken);
        return Own + _ofEveryone + ofEveryone + await MostOfUpstreamsAsync(db, cancellationToken) + most;
    }

    /// <summary>An attempt is at one upstream.</summary>
    private async Task<int> MostOfUpstreamsAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var names = await db.Budgets.Where(budget => budget.SubjectKind == SubjectKind.Upstream).Select(budget => budget.Upstream!).ToListAsync(cancellationToken);
        return names.Concat(_upstreams).CountBy(name => name).Select(same => same.Value).DefaultIfEmpty().Max();
    }
}
