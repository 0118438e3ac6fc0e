using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Reference;

/// <summary>A request that can be sent from the reference page as it stands.</summary>
internal static class InferenceExamples
{
    public static OpenApiRequestBody Request(bool isNative) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                Example = JsonNode.Parse(isNative
                    ? """{"model":"demo","max_tokens":256,"messages":[{"role":"user","content":"Hello"}]}"""
                    : """{"messages":[{"role":"user","content":"Hello"}]}"""),
            },
        },
    };
}
