using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Hosting;
using Weir.Proxy.Identity;

namespace Weir.Reference;

/// <summary>What the OpenAPI document says of Weir as a whole, and of the credentials it takes.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    public const string BearerKey = "bearer";

    public const string HeaderKey = "x-api-key";

    public const string Session = "session";

    private const string Text = """
        Weir is a self-hosted inference gateway: people and programs with an account call language models through it, every token is counted, and a limit is a limit.

        Errors of Weir's own API are `{"error":"<sentence>"}`, some with more fields. The paths under `/v1` are a native mount for unmodified SDKs: requests,
        answers and errors there have the vendor's shapes, which the vendor documents at <https://platform.claude.com/docs/en/api/messages>.

        An API key is for inference and `GET /auth/me`. A key made with `scope: admin`, or a session, may use the rest.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Weir", Version = StartBanner.Version, Description = Text };
        // Wherever the document was fetched from is where the API is.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: weir_…" },
            [HeaderKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-api-key", Description = "An API key: weir_…" },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = CredentialReader.PlainCookie,
                Description = $"A session, from POST /auth/login. On https the cookie is called {CredentialReader.SecureCookie}.",
            },
        };
        return Task.CompletedTask;
    }
}
