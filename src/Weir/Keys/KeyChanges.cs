using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Proxy.Identity;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Keys;

/// <summary>Makes API keys and revokes them.</summary>
internal sealed class KeyChanges(WeirDbContext db, TimeProvider time)
{
    /// <summary>Nobody can oversee more, and each has a budget.</summary>
    private const int LimitPerUser = 200;

    public async Task<(CreatedKeyAnswer? Key, ErrorResult? Refusal)> CreateAsync(CreateKeyRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (KeyRules.Check(request, caller, now) is { } refusal)
        {
            return (null, refusal);
        }

        var (id, secret, user) = (ApiKeyId.New(), RandomSecret.New(), caller.User.Value);
        var key = new ApiKey
        {
            Id = id.Value,
            UserId = user,
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
                if (await Live(user).CountAsync(cancellationToken) >= LimitPerUser)
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

    /// <summary>False: the user has no such key.</summary>
    public async Task<bool> RevokeAsync(Guid user, Guid id, CancellationToken cancellationToken)
    {
        if (await Live(user).SingleOrDefaultAsync(k => k.Id == id, cancellationToken) is not { } key)
        {
            return false;
        }

        key.RevokedAt = time.GetUtcNow();
        db.RateLimits.RemoveRange(await db.RateLimits.Where(limit => limit.SubjectId == id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private IQueryable<ApiKey> Live(Guid user) => db.ApiKeys.Where(key => key.UserId == user && key.RevokedAt == null);
}
