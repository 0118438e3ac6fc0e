using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Authentication;

namespace Weir.Reference;

/// <summary>Says of each operation which credentials it takes, as its route requires them, and what its refusals mean.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var required = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRequirement>().LastOrDefault();
        if (required is { Access: not Access.Anyone })
        {
            operation.Security = Credentials.Of(context.Document!, withSession: true);
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (required is not null && RefusalTexts.ByStatus.TryGetValue(int.Parse(status, CultureInfo.InvariantCulture), out var meaning))
            {
                response.Description = meaning;
            }
        }

        return Task.CompletedTask;
    }
}
