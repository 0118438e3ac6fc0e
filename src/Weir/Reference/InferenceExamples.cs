using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Reference;

/// <summary>A request that can be sent from the reference page as it stands.</summary>
internal static class InferenceExamples
{
    public static OpenApiRequestBody Request(bool isNative, string model) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                Example = Example(isNative ? model : null),
            },
        },
    };

    /// <param name="model">Null: left out.</param>
    private static JsonObject Example(string? model)
    {
        var example = new JsonObject();
        if (model is not null)
        {
            example["model"] = model;
            example["max_tokens"] = 256;
        }

        example["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hello" });
        return example;
    }
}
