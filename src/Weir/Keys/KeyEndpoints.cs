using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Keys;

/// <summary><c>/api/keys</c>: one's own API keys.</summary>
internal static class KeyEndpoints
{
    /// <summary>Nobody can oversee more, and each has a budget.</summary>
    private const int LimitPerUser = 200;

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/api/keys").RequireAccess(Access.Account).WithTags("API keys");
        keys.MapGet("/", ListAsync).WithSummary("My API keys, newest first. Keys themselves are shown only once, when they are made.");
        keys.MapPost("/", CreateAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Makes an API key. The answer is the only time it is shown.");
        keys.MapDelete("/{id:guid}", RevokeAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Revokes an API key, at once.");
    }

    private static async Task<Ok<List<KeyAnswer>>> ListAsync(HttpContext http, WeirDbContext db, CancellationToken cancellationToken)
    {
        var answers =
            from key in Live(db, http.Caller.User).AsNoTracking()
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
        return TypedResults.Ok(await answers.ToListAsync(cancellationToken));
    }

    private static async Task<Results<Created<CreatedKeyAnswer>, ErrorResult>> CreateAsync(
        CreateKeyRequest request, HttpContext http, WeirDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (KeyRules.Check(request, http.Caller, now) is { } refusal)
        {
            return refusal;
        }

        var (id, secret, user) = (ApiKeyId.New(), RandomSecret.New(), http.Caller.User);
        var key = new ApiKey
        {
            Id = id.Value,
            UserId = user.Value,
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
                if (await Live(db, user).CountAsync(cancellationToken) >= LimitPerUser)
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
            ? TypedResults.Created((string?)null, new CreatedKeyAnswer(key.Id, key.Name, ApiKeyText.Write(id, secret), key.AllowsPath))
            : ErrorResult.Conflict($"There are {LimitPerUser} keys already: revoke one that isn't used.");
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> RevokeAsync(
        Guid id, HttpContext http, WeirDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var key = await Live(db, http.Caller.User).SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        if (key is null)
        {
            return ErrorResult.NotFound("There is no key with this id among yours.");
        }

        key.RevokedAt = time.GetUtcNow();
        db.RateLimits.RemoveRange(await db.RateLimits.Where(limit => limit.SubjectId == id).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new SuccessAnswer());
    }

    private static IQueryable<ApiKey> Live(WeirDbContext db, UserId user) =>
        db.ApiKeys.Where(key => key.UserId == user.Value && key.RevokedAt == null);
}
