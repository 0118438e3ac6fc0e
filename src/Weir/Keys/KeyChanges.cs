using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Keys;

/// <summary>Makes and revokes a user's own API keys.</summary>
internal sealed class KeyChanges(WeirDbContext db, TimeProvider time)
{
    /// <summary>Nobody can oversee more, and each has a budget.</summary>
    private const int LimitPerUser = 200;

    /// <returns>The key, the only time that its text is known; or why there is none.</returns>
    public async Task<(CreatedKeyAnswer? Key, ErrorResult? Refusal)> CreateAsync(CreateKeyRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (KeyRules.Check(request, caller, now) is { } refusal)
        {
            return (null, refusal);
        }

        var (id, secret) = (ApiKeyId.New(), RandomSecret.New());
        var key = new ApiKey
        {
            Id = id.Value,
            UserId = caller.User.Value,
            Name = request.Name!,
            Hash = RandomSecret.Hash(secret),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            HasAdminScope = request.Scope == KeyRules.AdminScope,
            Models = request.Models ?? [],
            AllowsPath = request.AllowInPath ?? false,
        };
        var isAdded = await db.InTurnAsync(
            async () =>
            {
                if (await KeyQueries.Live(db, caller.User).CountAsync(cancellationToken) >= LimitPerUser)
                {
                    return false;
                }

                db.ApiKeys.Add(key);
                db.Budgets.Add(Budget.TotalTokens(SubjectKind.ApiKey, key.Id, request.TokenLimit, now));
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken);
        return isAdded
            ? (new(key.Id, key.Name, ApiKeyText.Write(id, secret), key.AllowsPath), null)
            : (null, ErrorResult.Conflict($"There are {LimitPerUser} keys already: revoke one that isn't used."));
    }

    /// <returns>Null when done.</returns>
    public async Task<ErrorResult?> RevokeAsync(Guid id, UserId user, CancellationToken cancellationToken)
    {
        var key = await KeyQueries.Live(db, user).SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        if (key is null)
        {
            return ErrorResult.NotFound("There is no key with this id among yours.");
        }

        key.RevokedAt = time.GetUtcNow();
        db.RateLimits.RemoveRange(await db.RateLimits.Where(limit => limit.SubjectId == id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
