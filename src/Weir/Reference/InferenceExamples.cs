using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Weir.Reference;

/// <summary>A request that can be sent from the reference page as it stands.</summary>
internal static class InferenceExamples
{
    private const string Llama = "llama3.2";

    private const string Embedder = "nomic-embed-text";

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
        _ when path.EndsWith("/show", StringComparison.Ordinal) => new() { ["model"] = Llama },
        _ when path.EndsWith("/embed", StringComparison.Ordinal) => new() { ["model"] = Embedder, ["input"] = "Hello" },
        _ when path.EndsWith("/embeddings", StringComparison.Ordinal) => new() { ["model"] = Embedder, ["prompt"] = "Hello" },
        _ when path.EndsWith("/generate", StringComparison.Ordinal) => new() { ["model"] = model ?? Llama, ["prompt"] = "Hello" },
        _ when path.EndsWith("/chat", StringComparison.Ordinal) => new() { ["model"] = model ?? Llama, ["messages"] = Messages() },
        // Browser apps may leave the rest out.
        _ => new() { ["messages"] = Messages() },
    };

    private static JsonArray Messages() => new(new JsonObject { ["role"] = "user", ["content"] = "Hello" });
}
