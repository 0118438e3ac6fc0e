using Scalar.AspNetCore;
using Weir.Edge;

namespace Weir.Reference;

/// <summary>The description of the API: for programs at <c>/openapi/v1.json</c>, for people at <c>/docs</c>.</summary>
internal static class ReferenceEndpoints
{
    private const string Document = "v1";

    public static IServiceCollection AddReference(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.AddDocumentTransformer<DocumentDescription>();
        options.AddDocumentTransformer<InferenceDescription>();
        options.AddOperationTransformer<OperationDescription>();
    });

    public static void MapReference(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs", (options, http) =>
        {
            options.WithTitle("Weir API")
                .WithOpenApiRoutePattern("/openapi/{documentName}.json")
                // Nothing is fetched from elsewhere, and the page's scripts run under the policy of all pages.
                .WithNonce(SecurityHeaders.ScriptNonce(http))
                .DisableDefaultFonts()
                .DisableAgent()
                .DisableMcp()
                .HideClientButton();
            options.Telemetry = false;
        });
    }
}
