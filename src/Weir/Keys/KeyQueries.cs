using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Model;

namespace Weir.Keys;

/// <summary>A user's API keys, with their limits and what they have used.</summary>
internal sealed class KeyQueries(WeirDbContext db)
{
    /// <summary>Those that are not revoked, newest first.</summary>
    public Task<List<KeyAnswer>> OfAsync(Guid user, CancellationToken cancellationToken)
    {
        var answers =
            from key in db.ApiKeys.AsNoTracking()
            where key.UserId == user && key.RevokedAt == null
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
