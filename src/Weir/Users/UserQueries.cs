using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary>Users with their limit, what they have used and when they were last seen, for endpoints, pages and commands.</summary>
internal sealed class UserQueries(WeirDbContext db)
{
    private static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    /// <summary>Oldest first.</summary>
    public async Task<List<UserAnswer>> FirstAsync(int most, CancellationToken cancellationToken)
    {
        var rows = await Rows(Present).OrderBy(row => row.User.CreatedAt).ThenBy(row => row.User.Id).Take(most).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.Answer());
    }

    public async Task<UserAnswer?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await Rows(Present.Where(user => user.Id == id)).SingleOrDefaultAsync(cancellationToken))?.Answer();

    public async Task<UserListAnswer> ListAsync(UserFilter filter, CancellationToken cancellationToken)
    {
        var wanted = Wanted(filter);
        var total = await wanted.CountAsync(cancellationToken);
        var rows = await Sort(Rows(wanted), filter).Skip(filter.Offset).Take(filter.Limit).ToListAsync(cancellationToken);
        return new(rows.ConvertAll(row => row.Answer()), total);
    }

    private IQueryable<User> Present => db.Users.AsNoTracking().Where(user => user.ErasedAt == null);

    private IQueryable<User> Wanted(UserFilter filter)
    {
        var users = Present;
        if (filter.Search is { } search)
        {
            var part = search.ToUpperInvariant();
            users = users.Where(user => user.NormalizedUserName!.Contains(part));
        }

        users = filter.GroupId is { } group ? users.Where(user => user.GroupId == group) : users;
        users = filter.IsActive is { } active ? users.Where(user => user.IsActive == active) : users;
        return filter.IsAdministrator is { } administrator ? users.Where(user => user.IsAdministrator == administrator) : users;
    }

    private IQueryable<UserRow> Rows(IQueryable<User> users) =>
        from user in users
        join total in db.TokenTotals(SubjectKind.User) on user.Id equals total.SubjectId
        select new UserRow
        {
            User = user,
            TokenLimit = total.Cap,
            TotalTokens = total.Posted,
            SignedInAt = db.Sessions.Where(session => session.UserId == user.Id).Max(session => (DateTimeOffset?)session.LastSeenAt),
            // By the index on user and entry: one step, however long the history is.
            RequestedAt = db.LedgerEntries.Where(entry => entry.UserId == user.Id).OrderByDescending(entry => entry.Id)
                .Select(entry => (DateTimeOffset?)entry.EndedAt).FirstOrDefault(),
        };

    /// <summary>Databases differ in where they put what is missing, so that it never is.</summary>
    private static IQueryable<UserRow> Sort(IQueryable<UserRow> rows, UserFilter filter) => (filter.Sort, filter.IsDescending) switch
    {
        (UserSort.Username, false) => rows.OrderBy(row => row.User.NormalizedUserName),
        (UserSort.Username, true) => rows.OrderByDescending(row => row.User.NormalizedUserName),
        (UserSort.TotalTokens, false) => rows.OrderBy(row => row.TotalTokens).ThenBy(row => row.User.Id),
        (UserSort.TotalTokens, true) => rows.OrderByDescending(row => row.TotalTokens).ThenBy(row => row.User.Id),
        (UserSort.TokenLimit, false) => rows.OrderBy(row => row.TokenLimit ?? long.MaxValue).ThenBy(row => row.User.Id),
        (UserSort.TokenLimit, true) => rows.OrderByDescending(row => row.TokenLimit ?? long.MaxValue).ThenBy(row => row.User.Id),
        (UserSort.LastSeenAt, false) => rows
            .OrderBy(row => (row.SignedInAt ?? Never) > (row.RequestedAt ?? Never) ? row.SignedInAt ?? Never : row.RequestedAt ?? Never).ThenBy(row => row.User.Id),
        (UserSort.LastSeenAt, true) => rows
            .OrderByDescending(row => (row.SignedInAt ?? Never) > (row.RequestedAt ?? Never) ? row.SignedInAt ?? Never : row.RequestedAt ?? Never).ThenBy(row => row.User.Id),
        (_, true) => rows.OrderByDescending(row => row.User.CreatedAt).ThenByDescending(row => row.User.Id),
        _ => rows.OrderBy(row => row.User.CreatedAt).ThenBy(row => row.User.Id),
    };
}
