using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Hosting;

namespace Weir.Reference;

/// <summary>What the OpenAPI document says of Weir as a whole, and of the credentials it takes.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    private const string Text = """
        Weir is a self-hosted inference gateway: people and programs with an account call language models through it, every token is counted, and a limit is a limit.

        Errors of Weir's own API are `{"error":"<sentence>"}`, some with more fields. The paths under `/v1` and `/ollama`, and Ollama's own at the root (`/api/chat`
        and so on), are native mounts for unmodified SDKs: requests, answers and errors there have the vendor's shapes.

        An API key is for inference and `GET /auth/me`. A key made with `scope: admin`, or a session, may use the rest.

        For clients that can send no header, a key made with `allow_in_path` may stand in the path of inference: `/k/{key}/v1/…`, `/k/{key}/api/…`.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Weir", Version = StartBanner.Version, Description = Text };
        // Wherever the document was fetched from is where the API is.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = Credentials.Schemes();
        return Task.CompletedTask;
    }
}
