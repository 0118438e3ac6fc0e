using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Proxy.Metering;
using Weir.Usage;

namespace Weir.Overviews;

/// <summary><c>/admin/api/overview</c>.</summary>
internal static class OverviewEndpoints
{
    public static IServiceCollection AddOverviews(this IServiceCollection services) => services
        .AddScoped<OverviewQueries>()
        .AddSingleton<OverviewBoard>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, OverviewJson.Default));

    public static void MapOverviews(this IEndpointRouteBuilder app) => app
        .MapGet("/admin/api/overview", AnswerAsync).RequireAccess(Access.Administrator).WithTags("Usage").Refuses(StatusCodes.Status400BadRequest)
        .WithSummary("How the place is doing: requests, tokens, money, failures and speed; by hour or day, and by user, model and upstream.")
        .WithDescription("`range` is today (without it), 7d, 30d or 90d; `zone` the IANA name of the time zone in which days begin, UTC without it.");

    private static async Task<Results<Ok<OverviewAnswer>, ErrorResult>> AnswerAsync(
        string? range, string? zone, OverviewQueries queries, ILedger ledger, CancellationToken cancellationToken)
    {
        if (OverviewRange.Check(range) is { } wrong)
        {
            return wrong;
        }

        return UsageTimes.ReadZone(zone, out var found) is { } unknown
            ? unknown
            : TypedResults.Ok(await queries.AnswerAsync(new(range ?? OverviewRange.Today, found, ledger.Now), cancellationToken));
    }
}
