using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Proxy;
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
            var path = endpoint.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal);
            if (!document.Paths.TryGetValue(path, out var item))
            {
                item = new OpenApiPathItem { Operations = [] };
                document.Paths.Add(path, item);
            }

            item.Operations!.TryAdd(method, Describe(endpoint, method, path, document));
        }

        return Task.CompletedTask;
    }

    private static bool IsInference(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains(Tag) == true
        && endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>() is null;

    private OpenApiOperation Describe(RouteEndpoint endpoint, HttpMethod method, string path, OpenApiDocument document)
    {
        var isNative = PathRefusals.IsNative(path);
        var route = endpoint.Metadata.GetRequiredMetadata<InferenceRoute>();
        var wire = VendorWire.Of(route, isNative);
        return new()
        {
            OperationId = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
            Summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
            Description = endpoint.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description,
            ExternalDocs = wire is null ? null : new() { Description = $"{wire.Vendor}'s reference", Url = wire.Reference },
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Security = Credentials.Of(document, withSession: !isNative),
            Parameters = [.. endpoint.RoutePattern.Parameters.Select(parameter => new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = method == HttpMethod.Post ? InferenceExamples.Request(path, route.Dialect is { } dialect ? settings.DefaultModels.GetValueOrDefault(dialect) : null) : null,
            Responses = InferenceResponses.Of(
                endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(refusal => refusal.StatusCode).Order(),
                isNative ? route.Dialect : null,
                route.CanStream ? wire : null),
        };
    }
}
