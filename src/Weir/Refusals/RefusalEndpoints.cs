using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Usage;

namespace Weir.Refusals;

/// <summary><c>/api/inference/refusals</c>: what I was refused, and <c>/admin/api/refusals</c>: what everybody was.</summary>
internal static class RefusalEndpoints
{
    private static readonly TimeSpan OwnSpan = TimeSpan.FromDays(30);

    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(7);

    private static readonly long Quarter = TimeSpan.FromMinutes(15).Ticks;

    public static IServiceCollection AddRefusalPages(this IServiceCollection services) => services
        .AddScoped<RefusalQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, RefusalJson.Default));

    public static void MapRefusals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/inference/refusals", OwnAsync).RequireAccess(Access.Caller).WithTags("Usage")
            .WithSummary("What I was refused, and why: how often in the last 30 days, and the latest.");
        app.MapGet("/admin/api/refusals", AllAsync).RequireAccess(Access.Administrator).WithTags("Usage").Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("What was refused within a time, by reason and by user; of one user also the latest, and why.")
            .WithDescription("`from` and `to` are days or times, and the last 7 days without them. Counts are kept for 100 days, the latest 100 refusals of each user as long.");
    }

    private static async Task<Ok<OwnRefusalsAnswer>> OwnAsync(HttpContext http, RefusalQueries queries, TimeProvider time, CancellationToken cancellationToken)
    {
        var (user, now) = (http.Caller.User.Value, time.GetUtcNow());
        return TypedResults.Ok(new OwnRefusalsAnswer(
            await queries.ByReasonAsync(Begin(now - OwnSpan), now, user, cancellationToken),
            await queries.LatestAsync(user, cancellationToken)));
    }

    private static async Task<Results<Ok<RefusalsAnswer>, ErrorResult>> AllAsync(
        string? from, string? to, Guid? user, RefusalQueries queries, TimeProvider time, CancellationToken cancellationToken)
    {
        if (UsageTimes.Read(from, to, out var times) is { } wrong)
        {
            return wrong;
        }

        var end = times.To ?? time.GetUtcNow();
        return TypedResults.Ok(await queries.AnswerAsync(Begin(times.From ?? end - UsualSpan), end, user, cancellationToken));
    }

    /// <summary>Of the quarter of an hour that a time lies in.</summary>
    private static DateTimeOffset Begin(DateTimeOffset time) => new(time.UtcTicks / Quarter * Quarter, TimeSpan.Zero);
}
