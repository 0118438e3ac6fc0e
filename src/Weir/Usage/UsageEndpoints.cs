using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Storage.Model;

namespace Weir.Usage;

/// <summary><c>/api/inference/usage</c>: one's own usage, and <c>/admin/api/usage</c>: everybody's.</summary>
internal static class UsageEndpoints
{
    public static IServiceCollection AddUsage(this IServiceCollection services) => services
        .AddScoped<OwnUsage>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, UsageJson.Default));

    public static void MapUsage(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/inference/usage").RequireAccess(Access.Caller).WithTags("Usage");
        own.MapGet("/", OwnAsync).WithSummary("What I used, newest first.");
        own.MapGet("/summary", OwnSummaryAsync).Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("What I used today and this month, against my limits, and by day and model in the last 30 days.")
            .WithDescription("`zone` is the IANA name of the time zone in which days begin, as Europe/Berlin; UTC without it.");
        own.MapGet("/stats", OwnStatsAsync).WithSummary("What I used, added up.");

        var all = app.MapGroup("/admin/api/usage").RequireAccess(Access.Administrator).WithTags("Usage");
        all.MapGet("/", AllAsync).WithSummary("What everybody used: added up, by user, and newest first.");
        all.MapGet("/{userId:guid}", OfUserAsync).Refuses(StatusCodes.Status404NotFound).WithSummary("What one user used: added up, and newest first.");
        all.MapGet("/{userId:guid}/summary", SummaryOfUserAsync).Refuses(StatusCodes.Status404NotFound)
            .WithSummary("What one user used today and this month, against the limits of the user and of the group, and by day and model in the last 30 days.")
            .WithDescription("`zone` is the IANA name of the time zone in which days begin, as Europe/Berlin; UTC without it.");
    }

    private static async Task<Results<Ok<UsageAnswer>, ErrorResult>> OwnAsync(
        string? limit, string? before, HttpContext http, WeirDbContext db, CancellationToken cancellationToken)
    {
        if (UsagePage.Parse(limit, before, out var page) is { } wrong)
        {
            return wrong;
        }

        var user = http.Caller.User.Value;
        var total = await UsageQueries.TotalAsync(db, user, cancellationToken);
        var (lines, next) = await UsageQueries.HistoryAsync(db, user, page, forAdministrator: false, cancellationToken);
        return TypedResults.Ok(new UsageAnswer(total, lines, next));
    }

    private static async Task<Ok<UsageStats>> OwnStatsAsync(HttpContext http, WeirDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await UsageQueries.StatsAsync(db, http.Caller.User.Value, cancellationToken));

    private static async Task<Results<Ok<SummaryAnswer>, ErrorResult>> OwnSummaryAsync(string? zone, HttpContext http, OwnUsage usage, CancellationToken cancellationToken) =>
        UsageTimes.ReadZone(zone, out var found) is { } wrong ? wrong : TypedResults.Ok(await usage.SummaryAsync(http.Caller, found, cancellationToken));

    private static async Task<Results<Ok<SummaryAnswer>, ErrorResult>> SummaryOfUserAsync(
        Guid userId, string? zone, OwnUsage usage, CancellationToken cancellationToken)
    {
        if (UsageTimes.ReadZone(zone, out var found) is { } wrong)
        {
            return wrong;
        }

        return await usage.SummaryAsync(userId, found, cancellationToken) is { } summary
            ? TypedResults.Ok(summary)
            : ErrorResult.NotFound("There is no user with this id.");
    }

    private static async Task<Results<Ok<AdminUsageAnswer>, ErrorResult>> AllAsync(
        string? limit, string? before, WeirDbContext db, CancellationToken cancellationToken) =>
        UsagePage.Parse(limit, before, out var page) is { } wrong ? wrong : TypedResults.Ok(await AnswerAsync(db, null, page, cancellationToken));

    private static async Task<Results<Ok<AdminUsageAnswer>, ErrorResult>> OfUserAsync(
        Guid userId, string? limit, string? before, WeirDbContext db, CancellationToken cancellationToken)
    {
        if (UsagePage.Parse(limit, before, out var page) is { } wrong)
        {
            return wrong;
        }

        var answer = await AnswerAsync(db, userId, page, cancellationToken);
        return answer.ByUser.Count == 0 && answer.EntryCount == 0
            ? ErrorResult.NotFound("There is no user with this id.")
            : TypedResults.Ok(answer);
    }

    private static async Task<AdminUsageAnswer> AnswerAsync(WeirDbContext db, Guid? user, UsagePage page, CancellationToken cancellationToken)
    {
        var stats = await UsageQueries.StatsAsync(db, user, cancellationToken);
        var users = await UsageQueries.UsersAsync(db, user, cancellationToken);
        var (lines, next) = await UsageQueries.HistoryAsync(db, user, page, forAdministrator: true, cancellationToken);
        return new(stats, users, lines, next);
    }
}
