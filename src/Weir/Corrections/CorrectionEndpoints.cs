using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Usage;

namespace Weir.Corrections;

/// <summary><c>/admin/api/usage/{entry}/corrections</c> and <c>/admin/api/corrections</c>.</summary>
internal static class CorrectionEndpoints
{
    public static IServiceCollection AddCorrections(this IServiceCollection services) => services
        .AddScoped<CorrectionChanges>()
        .AddScoped<CorrectionQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, CorrectionJson.Default));

    public static void MapCorrections(this IEndpointRouteBuilder app)
    {
        app.MapGet("/admin/api/corrections", ListAsync).RequireAccess(Access.Administrator).WithTags("Usage").Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("What administrators said of attempts, and why, newest first.");
        app.MapPost("/admin/api/usage/{entry:long}/corrections", CorrectAsync)
            .RequireAccess(Access.Administrator).RequireConfirmation().WithTags("Usage")
            .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Says what an attempt really used, and why. A further entry makes up the difference, in the budget windows and sums of then.")
            .WithDescription(
                "The figures are what the attempt used as a whole, so sending them twice corrects once: the second answer is 200 with `entry` null. "
                + "Without `nano_dollars` the cost changes by what the counts make at the standard rates of the attempt's own price.");
    }

    private static async Task<Results<Ok<CorrectionsAnswer>, ErrorResult>> ListAsync(string? limit, string? before, CorrectionQueries queries, CancellationToken cancellationToken) =>
        UsagePage.Parse(limit, before, out var page) is { } wrong ? wrong : TypedResults.Ok(await queries.ListAsync(page, cancellationToken));

    private static async Task<Results<Created<CorrectionAnswer>, Ok<CorrectionAnswer>, ErrorResult>> CorrectAsync(
        long entry, CorrectRequest request, HttpContext http, CorrectionChanges changes, CancellationToken cancellationToken)
    {
        var (done, refusal) = await changes.CorrectAsync(entry, request, http.Caller.User, cancellationToken);
        return done switch
        {
            null => refusal!,
            { Entry: null } => TypedResults.Ok(CorrectionAnswer.Of(done)),
            _ => TypedResults.Created((string?)null, CorrectionAnswer.Of(done)),
        };
    }
}
