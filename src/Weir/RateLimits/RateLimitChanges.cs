using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Errors;
using Weir.Storage.Model;
using Weir.Storage.RateLimits;

namespace Weir.RateLimits;

/// <summary>What administrators do to limits of rates, each in one transaction with what it depends on.</summary>
internal sealed class RateLimitChanges(WeirDbContext db, TimeProvider time)
{
    /// <summary>More is no limit, and sums stay far from overflow.</summary>
    private const long Most = 1_000_000_000_000;

    public static ErrorResult Unknown => ErrorResult.NotFound("There is no rate limit with this id.");

    public async Task<(RateLimit? Limit, ErrorResult? Refusal)> AddAsync(RateLimitRequest request, CancellationToken cancellationToken)
    {
        if (request.Subject is not ("user" or "api_key"))
        {
            return (null, ErrorResult.BadRequest("\"subject\" is missing or wrong: write user or api_key."));
        }

        if (Check(request) is { } wrong)
        {
            return (null, wrong);
        }

        var limit = new RateLimit
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            SubjectKind = request.Subject == "user" ? SubjectKind.User : SubjectKind.ApiKey,
            SubjectId = request.SubjectId ?? Guid.Empty,
            CreatedAt = time.GetUtcNow(),
        };
        Set(limit, request);
        return await db.InTurnAsync<(RateLimit?, ErrorResult?)>(
            async () =>
            {
                if (await RefuseSubjectAsync(limit, cancellationToken) is { } refusal)
                {
                    return (null, refusal);
                }

                db.RateLimits.Add(limit);
                await db.SaveChangesAsync(cancellationToken);
                return (limit, null);
            },
            cancellationToken);
    }

    public async Task<(RateLimit? Limit, ErrorResult? Refusal)> ChangeAsync(Guid id, RateLimitRequest request, CancellationToken cancellationToken)
    {
        if (request.Subject is not null || request.SubjectId is not null)
        {
            return (null, ErrorResult.BadRequest("Whose limit it is stays: leave \"subject\" and \"subject_id\" out, or add another."));
        }

        if (Check(request) is { } wrong)
        {
            return (null, wrong);
        }

        return await db.InTurnAsync<(RateLimit?, ErrorResult?)>(
            async () =>
            {
                if (await FindAsync(id, cancellationToken) is not { } limit)
                {
                    return (null, Unknown);
                }

                Set(limit, request);
                await db.SaveChangesAsync(cancellationToken);
                return (limit, null);
            },
            cancellationToken);
    }

    /// <summary>Null: done.</summary>
    public Task<ErrorResult?> DeleteAsync(Guid id, CancellationToken cancellationToken) => db.InTurnAsync(
        async () =>
        {
            if (await FindAsync(id, cancellationToken) is not { } limit)
            {
                return Unknown;
            }

            db.RateLimits.Remove(limit);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        },
        cancellationToken);

    private static ErrorResult? Check(RateLimitRequest request) =>
        Problem("requests_per_minute", request.RequestsPerMinute)
        ?? Problem("tokens_per_minute", request.TokensPerMinute)
        ?? Problem("concurrent", request.Concurrent);

    private static ErrorResult? Problem(string field, long? value) => value is < 1 or > Most
        ? ErrorResult.BadRequest($"\"{field}\" must be a whole number from 1 to {Most}, or null for no limit. To let somebody do nothing, deactivate the user or revoke the key.")
        : null;

    private static void Set(RateLimit limit, RateLimitRequest request) =>
        (limit.RequestsPerMinute, limit.TokensPerMinute, limit.Concurrent) = (request.RequestsPerMinute, request.TokensPerMinute, request.Concurrent);

    private Task<RateLimit?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.RateLimits.SingleOrDefaultAsync(limit => limit.Id == id, cancellationToken);

    private async Task<ErrorResult?> RefuseSubjectAsync(RateLimit limit, CancellationToken cancellationToken)
    {
        var isThere = limit.SubjectId == Guid.Empty
            || (limit.SubjectKind == SubjectKind.User
                ? await db.Users.AnyAsync(user => user.Id == limit.SubjectId && user.ErasedAt == null, cancellationToken)
                : await db.ApiKeys.AnyAsync(key => key.Id == limit.SubjectId && key.RevokedAt == null, cancellationToken));
        if (!isThere)
        {
            return ErrorResult.BadRequest(limit.SubjectKind == SubjectKind.User
                ? "\"subject_id\" names no user: GET /admin/api/users lists them."
                : "\"subject_id\" names no API key that is in use.");
        }

        return await db.RateLimits.AsNoTracking()
            .Where(other => other.SubjectKind == limit.SubjectKind && other.SubjectId == limit.SubjectId)
            .Select(other => (Guid?)other.Id).SingleOrDefaultAsync(cancellationToken) is { } there
            ? ErrorResult.Conflict($"There is a rate limit for the same already: change {there}.")
            : null;
    }
}
