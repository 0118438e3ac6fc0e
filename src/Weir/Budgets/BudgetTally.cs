using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>
/// How many budgets can apply to one attempt at the most, as the tables are and with what is about to be added: the ledger takes
/// <see cref="Budget.MostPerAttempt"/>. Within the transaction that adds it.
/// </summary>
internal sealed class BudgetTally
{
    /// <summary>Those that a user and a key have from their first moment.</summary>
    private const int Own = 2;

    private readonly Dictionary<(SubjectKind Kind, Guid Id, string? Upstream), int> _further = [];
    private readonly Dictionary<Guid, Guid?> _groupOf = [];
    private readonly Dictionary<Guid, Guid> _userOfKey = [];
    private int _forUsers;
    private int _forAdministrators;

    private BudgetTally()
    {
    }

    private bool IsTooMany => Own + Count(SubjectKind.Everyone) + MostOfUpstreams() + Math.Max(MostOfPeople(), Math.Max(_forUsers, _forAdministrators))
        > Budget.MostPerAttempt;

    /// <param name="db">The database.</param>
    /// <param name="add">Adds what is about to be added.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null: there is room for it.</returns>
    public static async Task<ErrorResult?> RefuseAsync(WeirDbContext db, Action<BudgetTally> add, CancellationToken cancellationToken)
    {
        var tally = new BudgetTally();
        await tally.ReadAsync(db, cancellationToken);
        add(tally);
        return tally.IsTooMany
            ? ErrorResult.Conflict(
                $"More than {Budget.MostPerAttempt} budgets would apply to one request: those of everyone, its upstream, its group, its user and its key, "
                + "two of which every user and key has by themselves, and of templates. Delete one that isn't needed.")
            : null;
    }

    public void Add(SubjectKind kind, Guid subject, string? upstream) =>
        _further[(kind, subject, upstream)] = _further.GetValueOrDefault((kind, subject, upstream)) + 1;

    public void AddTemplate(bool isForAdministrators)
    {
        _forAdministrators += isForAdministrators ? 1 : 0;
        _forUsers += isForAdministrators ? 0 : 1;
    }

    public void Join(Guid user, Guid? group) => _groupOf[user] = group;

    /// <summary>Somebody who is about to get the copies of the templates.</summary>
    public void Join(Guid user, Guid? group, bool isAdministrator)
    {
        Join(user, group);
        _further[(SubjectKind.User, user, null)] = isAdministrator ? _forAdministrators : _forUsers;
    }

    private async Task ReadAsync(WeirDbContext db, CancellationToken cancellationToken)
    {
        var counts = await db.Budgets.AsNoTracking().Where(budget => !budget.IsOwn)
            .GroupBy(budget => new { budget.SubjectKind, budget.SubjectId, budget.Upstream })
            .Select(same => new { same.Key.SubjectKind, same.Key.SubjectId, same.Key.Upstream, Count = same.Count() })
            .ToListAsync(cancellationToken);
        counts.ForEach(same => _further[(same.SubjectKind, same.SubjectId, same.Upstream)] = same.Count);
        foreach (var user in await db.Users.AsNoTracking().Where(user => user.ErasedAt == null).Select(user => new { user.Id, user.GroupId }).ToListAsync(cancellationToken))
        {
            _groupOf[user.Id] = user.GroupId;
        }

        foreach (var key in await db.ApiKeys.AsNoTracking().Where(key => key.RevokedAt == null).Select(key => new { key.Id, key.UserId }).ToListAsync(cancellationToken))
        {
            _userOfKey[key.Id] = key.UserId;
        }

        foreach (var isForAdministrators in await db.BudgetTemplates.AsNoTracking().Select(template => template.IsForAdministrators).ToListAsync(cancellationToken))
        {
            AddTemplate(isForAdministrators);
        }
    }

    private int Count(SubjectKind kind, Guid subject = default) => _further.GetValueOrDefault((kind, subject, null));

    private int MostOfUpstreams() => _further.Where(same => same.Key.Kind == SubjectKind.Upstream).Select(same => same.Value).DefaultIfEmpty().Max();

    private int MostOfPeople()
    {
        var mostOfKeys = _userOfKey.GroupBy(key => key.Value).ToDictionary(keys => keys.Key, keys => keys.Max(key => Count(SubjectKind.ApiKey, key.Key)));
        return _groupOf
            .Select(user => Count(SubjectKind.User, user.Key)
                + (user.Value is { } group ? Count(SubjectKind.Group, group) : 0)
                + mostOfKeys.GetValueOrDefault(user.Key))
            .DefaultIfEmpty()
            .Max();
    }
}
