using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Groups;

/// <summary>What administrators do to groups, each in one transaction with what follows from it.</summary>
internal sealed class GroupChanges(WeirDbContext db, TimeProvider time)
{
    /// <summary>Nobody can oversee more.</summary>
    private const int Most = 10_000;

    public static ErrorResult Unknown => ErrorResult.NotFound("There is no group with this id.");

    public Task<(Guid Id, ErrorResult? Refusal)> AddAsync(string? name, CancellationToken cancellationToken) => db.InTurnAsync<(Guid, ErrorResult?)>(
        async () =>
        {
            if (!IsName(name))
            {
                return (default, NeedsName);
            }

            var group = new Group { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = name, CreatedAt = time.GetUtcNow() };
            if (await RefuseNameAsync(group, cancellationToken) is { } taken)
            {
                return (default, taken);
            }

            if (await db.Groups.CountAsync(cancellationToken) >= Most)
            {
                return (default, ErrorResult.Conflict($"There are {Most} groups already: delete one that isn't used."));
            }

            db.Groups.Add(group);
            await db.SaveChangesAsync(cancellationToken);
            return (group.Id, null);
        },
        cancellationToken);

    /// <summary>Null: done.</summary>
    public Task<ErrorResult?> RenameAsync(Guid id, string? name, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (!IsName(name))
            {
                return NeedsName;
            }

            if (await db.Groups.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            row.Name = name;
            if (await RefuseNameAsync(row, cancellationToken) is { } taken)
            {
                return taken;
            }

            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>Null: done. Its budgets go with it, its members stay.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await db.Groups.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
            {
                return Unknown;
            }

            foreach (var member in await db.Users.Where(user => user.GroupId == id).ToListAsync(cancellationToken))
            {
                member.GroupId = null;
            }

            foreach (var invite in await db.Invites.Where(invite => invite.GroupId == id && invite.UsedAt == null).ToListAsync(cancellationToken))
            {
                invite.GroupId = null;
            }

            db.Budgets.RemoveRange(await db.Budgets.Where(budget => budget.SubjectKind == SubjectKind.Group && budget.SubjectId == id).ToListAsync(cancellationToken));
            db.Groups.Remove(row);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    private static ErrorResult NeedsName => ErrorResult.BadRequest($"\"name\" is needed, with at most {Group.LongestName} characters.");

    private static bool IsName([NotNullWhen(true)] string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= Group.LongestName;

    private async Task<ErrorResult?> RefuseNameAsync(Group group, CancellationToken cancellationToken) =>
        await db.Groups.AnyAsync(other => other.Id != group.Id && other.Name == group.Name, cancellationToken)
            ? ErrorResult.Conflict($"There is a group \"{group.Name}\" already: choose another name.")
            : null;
}
