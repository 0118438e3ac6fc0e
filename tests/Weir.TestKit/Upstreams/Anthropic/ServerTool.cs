using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>Blocks of a web search that runs at the upstream.</summary>
internal static class ServerTool
{
    public static JsonObject Use(int use) => new()
    {
        ["type"] = "server_tool_use",
        ["id"] = $"srvtoolu_fake_{use}",
        ["name"] = "web_search",
        ["input"] = new JsonObject { ["query"] = "water level Zürich" },
    };

    public static JsonObject Result(int use) => new()
    {
        ["type"] = "web_search_tool_result",
        ["tool_use_id"] = $"srvtoolu_fake_{use}",
        ["content"] = new JsonArray(new JsonObject
        {
            ["type"] = "web_search_result",
            ["url"] = "https://example.org/level",
            ["title"] = "Water level",
            ["encrypted_content"] = "EqgfCioIARgBIiQ3YTAw",
            ["page_age"] = null,
        }),
    };
}
