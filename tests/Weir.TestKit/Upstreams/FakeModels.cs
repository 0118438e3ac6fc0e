using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>What the fake upstream says of its models.</summary>
internal static class FakeModels
{
    private static readonly string[] Ids = ["claude-sonnet-4-5", "claude-haiku-4-5"];

    public static JsonObject List() => new()
    {
        ["data"] = new JsonArray([.. Ids.Select(Model)]),
        ["has_more"] = false,
        ["first_id"] = Ids[0],
        ["last_id"] = Ids[^1],
    };

    public static JsonObject? Find(string id) => Ids.Contains(id) ? Model(id) : null;

    private static JsonObject Model(string id) => new()
    {
        ["type"] = "model",
        ["id"] = id,
        ["display_name"] = $"Fake {id}",
        ["created_at"] = "2025-10-01T00:00:00Z",
        ["max_input_tokens"] = 1_000_000,
        ["max_tokens"] = 64_000,
        ["capabilities"] = null,
        ["lifecycle"] = "active",
    };
}
