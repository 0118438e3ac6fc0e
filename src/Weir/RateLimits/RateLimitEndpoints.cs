using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Bodies;
using Weir.Errors;

namespace Weir.RateLimits;

/// <summary><c>/admin/api/rate-limits</c>.</summary>
internal static class RateLimitEndpoints
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services
        .AddScoped<RateLimitChanges>()
        .AddScoped<RateLimitQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, RateLimitJson.Default));

    public static void MapRateLimits(this IEndpointRouteBuilder app)
    {
        var limits = app.MapGroup("/admin/api/rate-limits").RequireAccess(Access.Administrator).WithTags("Rate limits");
        limits.MapGet("/", ListAsync).WithSummary("All limits of rates, oldest first, or that of one subject.");
        limits.MapGet("/{id:guid}", FindAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("One limit of a rate.");
        limits.MapPost("/", AddAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Limits how fast a user or an API key may ask, or every one that has no limit of its own.");
        limits.MapPut("/{id:guid}", ChangeAsync).RequireConfirmation()
            .TakesBody().Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Replaces the three figures; what is left out is not limited. What was counted stays counted.");
        limits.MapDelete("/{id:guid}", DeleteAsync).RequireConfirmation()
            .Refuses(StatusCodes.Status404NotFound)
            .WithSummary("Deletes a limit of a rate. Whose it was comes under the template, if there is one.");
    }

    private static async Task<Ok<List<RateLimitAnswer>>> ListAsync(Guid? subject_id, RateLimitQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.AllAsync(subject_id, cancellationToken));

    private static async Task<Results<Ok<RateLimitAnswer>, ErrorResult>> FindAsync(Guid id, RateLimitQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id, cancellationToken) is { } limit ? TypedResults.Ok(limit) : RateLimitChanges.Unknown;

    private static async Task<Results<Created<RateLimitAnswer>, ErrorResult>> AddAsync(
        RateLimitRequest request, RateLimitChanges changes, CancellationToken cancellationToken)
    {
        var (limit, refusal) = await changes.AddAsync(request, cancellationToken);
        return limit is null ? refusal! : TypedResults.Created($"/admin/api/rate-limits/{limit.Id}", RateLimitAnswer.Of(limit));
    }

    private static async Task<Results<Ok<RateLimitAnswer>, ErrorResult>> ChangeAsync(
        Guid id, RateLimitRequest request, RateLimitChanges changes, CancellationToken cancellationToken)
    {
        var (limit, refusal) = await changes.ChangeAsync(id, request, cancellationToken);
        return limit is null ? refusal! : TypedResults.Ok(RateLimitAnswer.Of(limit));
    }

    private static async Task<Results<Ok<SuccessAnswer>, ErrorResult>> DeleteAsync(Guid id, RateLimitChanges changes, CancellationToken cancellationToken) =>
        await changes.DeleteAsync(id, cancellationToken) is { } refusal ? refusal : TypedResults.Ok(new SuccessAnswer());
}
