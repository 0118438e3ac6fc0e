using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;
using Weir.Proxy.Metering;
using Weir.Storage.Ledger.Corrections;
using Weir.Storage.Model;

namespace Weir.Corrections;

/// <summary><c>/admin/api/usage/{entry}/corrections</c>.</summary>
internal static class CorrectionEndpoints
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddCorrections(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, CorrectionJson.Default));

    public static void MapCorrections(this IEndpointRouteBuilder app) => app
        .MapPost("/admin/api/usage/{entry:long}/corrections", CorrectAsync)
        .RequireAccess(Access.Administrator).RequireConfirmation().WithTags("Usage")
        .TakesBody().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable)
        .WithSummary("Says what an attempt really used, and why. A further entry makes up the difference, in the budget windows and sums of then.")
        .WithDescription(
            "The figures are what the attempt used as a whole, so sending them twice corrects once: the second answer is 200 with `entry` null. "
            + "Without `nano_dollars` the cost changes by what the counts make at the standard rates of the attempt's own price.");

    private static async Task<Results<Created<CorrectionAnswer>, Ok<CorrectionAnswer>, ErrorResult>> CorrectAsync(
        long entry, CorrectRequest request, HttpContext http, WeirDbContext db, LedgerCorrections corrections, CancellationToken cancellationToken)
    {
        var (correction, refusal) = await CorrectionDesk.PrepareAsync(db, entry, request, http.Caller.User, cancellationToken);
        if (correction is null)
        {
            return refusal!;
        }

        try
        {
            return await corrections.CorrectAsync(correction, cancellationToken) switch
            {
                CorrectionResult.Done { Entry: null } done => TypedResults.Ok(CorrectionAnswer.Of(done)),
                CorrectionResult.Done done => TypedResults.Created((string?)null, CorrectionAnswer.Of(done)),
                _ => CorrectionDesk.Gone(entry),
            };
        }
        catch (LedgerUnavailableException unavailable)
        {
            return new ErrorResult(StatusCodes.Status503ServiceUnavailable, $"{unavailable.Message} Send the correction again: it is made once at the most.") { RetryAfter = Soon };
        }
    }
}
