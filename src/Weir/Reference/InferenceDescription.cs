using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Proxy;
using Weir.Proxy.Dialects;
using Weir.Proxy.Refusals;

namespace Weir.Reference;

/// <summary>
/// Lists the paths of the data plane. They take and give the vendor's JSON, which passes as it is and so has no types here to describe it by:
/// the vendor's own reference is pointed to.
/// </summary>
internal sealed class InferenceDescription(EndpointDataSource endpoints, ProxySettings settings) : IOpenApiDocumentTransformer
{
    private const string Tag = "Inference";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().Where(IsInference))
        {
            var method = new HttpMethod(endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]);
            var path = endpoint.RoutePattern.RawText!;
            if (!document.Paths.TryGetValue(path, out var item))
            {
                item = new OpenApiPathItem { Operations = [] };
                document.Paths.Add(path, item);
            }

            item.Operations!.TryAdd(method, Describe(endpoint, method, document));
        }

        return Task.CompletedTask;
    }

    private static OpenApiExternalDocs VendorReference(Dialect dialect) => dialect switch
    {
        Dialect.OpenAI => new() { Description = "OpenAI's reference", Url = new("https://platform.openai.com/docs/api-reference") },
        Dialect.Ollama => new() { Description = "Ollama's reference", Url = new("https://docs.ollama.com/api") },
        _ => new() { Description = "Anthropic's reference", Url = new("https://platform.claude.com/docs/en/api/messages") },
    };

    /// <summary>The content type of a stream, and what it is and when it comes.</summary>
    private static (string Type, string Text) Stream(Dialect dialect, bool isNative) => dialect != Dialect.Ollama
        ? ("text/event-stream", "Server-sent events, when the request says `\"stream\": true`.")
        : ("application/x-ndjson", isNative ? "Lines of JSON, unless the request says `\"stream\": false`." : "Lines of JSON, when the request says `\"stream\": true`.");

    private static bool IsInference(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains(Tag) == true
        && endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>() is null;

    private OpenApiOperation Describe(RouteEndpoint endpoint, HttpMethod method, OpenApiDocument document)
    {
        var path = endpoint.RoutePattern.RawText!;
        var isNative = PathRefusals.IsNative(path);
        var route = endpoint.Metadata.GetRequiredMetadata<InferenceRoute>();
        return new()
        {
            OperationId = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
            Summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            Description = endpoint.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description,
            ExternalDocs = VendorReference(route.Dialect),
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Security = Credentials.Of(document, withSession: !isNative),
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = method == HttpMethod.Post ? InferenceExamples.Request(path, settings.DefaultModels.GetValueOrDefault(route.Dialect)) : null,
            Responses = InferenceResponses.Of(
                endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(refusal => refusal.StatusCode).Order(),
                isNative ? route.Dialect : null,
                route.CanStream ? Stream(route.Dialect, isNative) : null),
        };
    }
}
