namespace Weir.Health;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it takes new work.</summary>
internal static class HealthEndpoints
{
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
    }
}
