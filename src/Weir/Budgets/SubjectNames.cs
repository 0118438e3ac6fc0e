using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Model;

namespace Weir.Budgets;

/// <summary>What users, groups and keys are called that budgets and limits are for.</summary>
internal sealed class SubjectNames
{
    private readonly Dictionary<Guid, string> _names = [];

    private SubjectNames()
    {
    }

    public static async Task<SubjectNames> ReadAsync(WeirDbContext db, IReadOnlyCollection<(SubjectKind Kind, Guid Id)> subjects, CancellationToken cancellationToken)
    {
        var names = new SubjectNames();
        if (Ids(SubjectKind.User) is { Count: > 0 } users)
        {
            await names.AddAsync(db.Users.Where(user => users.Contains(user.Id) && user.ErasedAt == null).Select(user => new Subject(user.Id, user.UserName!)), cancellationToken);
        }

        if (Ids(SubjectKind.Group) is { Count: > 0 } groups)
        {
            await names.AddAsync(db.Groups.Where(group => groups.Contains(group.Id)).Select(group => new Subject(group.Id, group.Name)), cancellationToken);
        }

        if (Ids(SubjectKind.ApiKey) is { Count: > 0 } keys)
        {
            await names.AddAsync(db.ApiKeys.Where(key => keys.Contains(key.Id)).Select(key => new Subject(key.Id, key.Name + " (" + key.User!.UserName + ")")), cancellationToken);
        }

        return names;

        List<Guid> Ids(SubjectKind kind) => [.. subjects.Where(subject => subject.Kind == kind && subject.Id != Guid.Empty).Select(subject => subject.Id).Distinct()];
    }

    /// <summary>Null for everyone, and for who was erased.</summary>
    public string? Of(Guid subject) => _names.GetValueOrDefault(subject);

    private async Task AddAsync(IQueryable<Subject> some, CancellationToken cancellationToken)
    {
        foreach (var (id, name) in await some.ToListAsync(cancellationToken))
        {
            _names[id] = name;
        }
    }

    private sealed record Subject(Guid Id, string Name);
}
