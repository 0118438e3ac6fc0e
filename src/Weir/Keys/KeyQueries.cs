using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Accounts;
using Weir.Storage.Model;

namespace Weir.Keys;

/// <summary>API keys of one user that are not revoked.</summary>
internal static class KeyQueries
{
    public static IQueryable<ApiKey> Live(WeirDbContext db, UserId user) =>
        db.ApiKeys.Where(key => key.UserId == user.Value && key.RevokedAt == null);

    /// <summary>Newest first.</summary>
    public static Task<List<KeyAnswer>> ListAsync(WeirDbContext db, UserId user, CancellationToken cancellationToken)
    {
        var answers =
            from key in Live(db, user).AsNoTracking()
            join total in db.TokenTotals(SubjectKind.ApiKey) on key.Id equals total.SubjectId
            orderby key.Id descending
            select new KeyAnswer(
                key.Id,
                key.Name,
                key.HasAdminScope ? KeyRules.AdminScope : KeyRules.InferenceScope,
                key.Models,
                key.AllowsPath,
                total.Cap,
                total.Posted,
                key.CreatedAt,
                key.ExpiresAt);
        return answers.ToListAsync(cancellationToken);
    }
}
