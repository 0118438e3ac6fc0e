using System.Globalization;
using Weir.Authentication;
using Weir.Errors;

namespace Weir.Exports;

/// <summary><c>/admin/api/exports/usage</c>: everybody's entries, and <c>/api/inference/usage/export</c>: one's own.</summary>
internal static class ExportEndpoints
{
    private const string About =
        "Up to the last entry that is there at the beginning, by rising id; written while it is read. `format` is `csv` (the default) or `jsonl`, `from` and `to` bound when entries "
        + "ended, as 2026-11-24 or 2026-11-24T12:00:00Z; `outcome` is one or several as entries have them, or `failed`. An export that breaks off ends its connection and is not to be taken for a whole one.";

    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<EntryReader>().AddSingleton<UsageExport>();

    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/admin/api/exports/usage", AllAsync).RequireAccess(Access.Administrator).WithTags("Usage")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: "application/x-ndjson").Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("All entries of the ledger, or those of a user, a key, a model, an upstream, an outcome or a time, as a file.").WithDescription(About);
        app.MapGet("/api/inference/usage/export", OwnAsync).RequireAccess(Access.Caller).WithTags("Usage")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: "application/x-ndjson").Refuses(StatusCodes.Status400BadRequest)
            .WithSummary("My entries of the ledger as a file.").WithDescription(About);
    }

    private static Task AllAsync(
        string? format, string? from, string? to, Guid? user, Guid? key, string? model, string? upstream, string? outcome, HttpContext http, UsageExport export, TimeProvider time)
    {
        var wrong = ExportSelection.Parse(format, from, to, outcome, out var selection);
        return wrong?.ExecuteAsync(http)
            ?? SendAsync(http, export, selection with { User = user, Key = key, Model = model, Upstream = upstream, IsForAdministrator = true }, time.GetUtcNow());
    }

    private static Task OwnAsync(
        string? format, string? from, string? to, Guid? key, string? model, string? upstream, string? outcome, HttpContext http, UsageExport export, TimeProvider time)
    {
        var wrong = ExportSelection.Parse(format, from, to, outcome, out var selection);
        return wrong?.ExecuteAsync(http)
            ?? SendAsync(http, export, selection with { User = http.Caller.User.Value, Key = key, Model = model, Upstream = upstream }, time.GetUtcNow());
    }

    private static async Task SendAsync(HttpContext http, UsageExport export, ExportSelection selection, DateTimeOffset now)
    {
        var response = http.Response;
        response.ContentType = selection.Format == ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = $"attachment; filename=\"weir-usage-{now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{selection.Extension}\"";
        response.Headers.CacheControl = "no-store";
        await export.WriteAsync(selection, response.BodyWriter, http.RequestAborted);
    }
}
