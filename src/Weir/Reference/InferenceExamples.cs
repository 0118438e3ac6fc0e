using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Reference;

/// <summary>A request that can be sent from the reference page as it stands.</summary>
internal static class InferenceExamples
{
    private const string OllamaModel = "llama3.2";

    /// <param name="path">Where it is sent.</param>
    /// <param name="model">The operator's default; null: there is none.</param>
    public static OpenApiRequestBody Request(string path, string? model) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                Example = Example(path, model),
            },
        },
    };

    private static JsonObject Example(string path, string? model) => path switch
    {
        "/v1/chat/completions" => new() { ["model"] = model ?? "gpt-5-mini", ["messages"] = Messages() },
        "/v1/responses" => new() { ["model"] = model ?? "gpt-5-mini", ["input"] = "Hello" },
        "/v1/embeddings" => new() { ["model"] = "text-embedding-3-small", ["input"] = "Hello" },
        "/v1/messages" or "/v1/messages/count_tokens" => new() { ["model"] = model ?? "claude-sonnet-4-5", ["max_tokens"] = 256, ["messages"] = Messages() },
        "/api/generate" or "/ollama/api/generate" or "/api/embeddings" or "/ollama/api/embeddings" => new() { ["model"] = model ?? OllamaModel, ["prompt"] = "Hello" },
        "/api/embed" or "/ollama/api/embed" => new() { ["model"] = model ?? OllamaModel, ["input"] = "Hello" },
        "/api/show" or "/ollama/api/show" => new() { ["model"] = model ?? OllamaModel },
        "/api/chat" or "/ollama/api/chat" => new() { ["model"] = model ?? OllamaModel, ["messages"] = Messages() },
        "/api/inference/ollama/generate" => new() { ["model"] = model ?? OllamaModel, ["prompt"] = "Hello" },
        "/api/inference/ollama/chat" => new() { ["model"] = model ?? OllamaModel, ["messages"] = Messages() },
        // Browser apps may leave the rest out.
        _ => new() { ["messages"] = Messages() },
    };

    private static JsonArray Messages() => new(new JsonObject { ["role"] = "user", ["content"] = "Hello" });
}
