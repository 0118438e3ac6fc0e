using Microsoft.EntityFrameworkCore;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Groups;

/// <summary>Groups with the number of their members.</summary>
internal sealed class GroupQueries(WeirDbContext db)
{
    /// <summary>By name.</summary>
    public Task<List<GroupAnswer>> ListAsync(CancellationToken cancellationToken) => Answers(db.Groups).ToListAsync(cancellationToken);

    public Task<GroupAnswer?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Answers(db.Groups.Where(group => group.Id == id)).SingleOrDefaultAsync(cancellationToken);

    private IQueryable<GroupAnswer> Answers(IQueryable<Group> groups) => groups.AsNoTracking()
        .OrderBy(group => group.Name)
        .Select(group => new GroupAnswer(group.Id, group.Name, db.Users.Count(user => user.GroupId == group.Id && user.ErasedAt == null), group.CreatedAt));
}
