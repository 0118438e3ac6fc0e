using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Weir.Proxy.Dialects;

namespace Weir.Reference;

/// <summary>A request that can be sent from the reference page as it stands.</summary>
internal static class InferenceExamples
{
    /// <param name="path">Whose request it is.</param>
    /// <param name="wire">In which dialect.</param>
    /// <param name="model">The model of a request that names none; null when there is no such one.</param>
    public static OpenApiRequestBody Request(string path, VendorWire wire, string? model) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                Example = Example(path, wire, model),
            },
        },
    };

    private static JsonObject Example(string path, VendorWire wire, string? model)
    {
        var example = new JsonObject();
        var mayLeaveOut = path.StartsWith("/api/inference", StringComparison.Ordinal) && (model is not null || wire.Dialect == Dialect.Anthropic);
        if (!mayLeaveOut)
        {
            example["model"] = model ?? wire.Model;
        }

        if (path.StartsWith("/v1/messages", StringComparison.Ordinal))
        {
            example["max_tokens"] = 256;
        }

        switch (path[path.LastIndexOf('/')..])
        {
            case "/show":
                break;
            case "/generate" or "/embeddings":
                example["prompt"] = "Hello";
                break;
            case "/embed":
                example["input"] = "Hello";
                break;
            default:
                example["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hello" });
                break;
        }

        return example;
    }
}
