using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Authentication;
using Weir.Errors;

namespace Weir.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it takes new work. <c>/admin/api/health</c>: what an operator wants to know.</summary>
internal static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<Readiness>()
        .AddSingleton<LedgerCheck>()
        .AddHostedService(provider => provider.GetRequiredService<LedgerCheck>())
        .AddSingleton<StoreLook>()
        .AddSingleton<HealthQueries>()
        .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, HealthAdminJson.Default));

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Json(new HealthReport("ok"), HealthJson.Default.HealthReport))
            .Produces<HealthReport>()
            .WithTags("Health").WithSummary("Answers as long as the process lives.");
        app.MapGet("/readyz", (Readiness readiness) =>
            {
                var report = readiness.Report();
                var status = report.Reasons is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                return TypedResults.Json(report, HealthJson.Default.HealthReport, statusCode: status);
            })
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable)
            .WithTags("Health").WithSummary("Whether new work is taken; 503 with the reasons if not.");

        var health = app.MapGroup("/admin/api/health").RequireAccess(Access.Administrator).WithTags("Health");
        health.MapGet("/", LookAsync).WithSummary("How process, store, disk and replicas are. It answers while the store does not, and says so.");
        health.MapGet("/verify", (LedgerCheck check) => TypedResults.Ok(check.Answer))
            .WithSummary("How far the ledger is added up anew, or what came of it the latest time that this process did.");
        health.MapPost("/verify", Start).Refuses(StatusCodes.Status409Conflict)
            .WithSummary("Adds the whole ledger up anew, in the background, while everything goes on: does every budget window hold the sum of its entries?");
        health.MapDelete("/verify", Cancel).Refuses(StatusCodes.Status409Conflict).WithSummary("Cancels that.");
    }

    private static async Task<Ok<HealthAnswer>> LookAsync(HealthQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.LookAsync(cancellationToken));

    private static Results<Accepted<LedgerCheckAnswer>, ErrorResult> Start(LedgerCheck check) => check.TryStart()
        ? TypedResults.Accepted("/admin/api/health/verify", check.Answer)
        : ErrorResult.Conflict("The ledger is being added up already: GET /admin/api/health/verify says how far it is.");

    private static Results<Ok<LedgerCheckAnswer>, ErrorResult> Cancel(LedgerCheck check) => check.TryCancel()
        ? TypedResults.Ok(check.Answer)
        : ErrorResult.Conflict("The ledger is not being added up: there is nothing to cancel.");
}
