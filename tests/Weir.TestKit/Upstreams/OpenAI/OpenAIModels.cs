using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>What OpenAI, or Ollama in its shape, says of its models.</summary>
internal static class OpenAIModels
{
    public static JsonObject List(IReadOnlyList<string> ids, bool isOllamas) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. ids.Select(id => Model(id, isOllamas))]),
    };

    public static JsonObject Model(string id, bool isOllamas) => new()
    {
        ["id"] = id,
        ["object"] = "model",
        ["created"] = 1_754_073_306,
        ["owned_by"] = isOllamas ? "library" : "system",
    };
}
