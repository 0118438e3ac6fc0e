using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.Anthropic;

/// <summary>What a message says it used, as the script has it.</summary>
internal static class MessageUsage
{
    /// <summary>What <c>message_start</c> reports; its output is a small number that says nothing.</summary>
    public static JsonObject? AtStart(ModelRun run)
    {
        var usage = Input(run, 0);
        usage["output_tokens"] = 1;
        usage["service_tier"] = "standard";
        return run.Script.StartUsage(usage);
    }

    /// <summary>What the end of the message reports.</summary>
    public static JsonObject? AtEnd(ModelRun run)
    {
        var serverTools = run.Script.ServerToolUses;
        var usage = Input(run, serverTools * run.Script.ServerToolTokens);
        usage["output_tokens"] = run.Output;
        if (run.HiddenTokens + run.ThinkingTokens > 0)
        {
            usage["output_tokens_details"] = new JsonObject { ["thinking_tokens"] = run.HiddenTokens + run.ThinkingTokens };
        }

        if (serverTools > 0)
        {
            usage["server_tool_use"] = new JsonObject { ["web_search_requests"] = serverTools, ["web_fetch_requests"] = 0 };
        }

        return run.Script.FinalUsage(usage);
    }

    private static JsonObject Input(ModelRun run, long added) => new()
    {
        ["input_tokens"] = run.Input + added - run.CacheRead - run.CacheWrite5m - run.CacheWrite1h,
        ["cache_creation_input_tokens"] = run.CacheWrite5m + run.CacheWrite1h,
        ["cache_read_input_tokens"] = run.CacheRead,
        ["cache_creation"] = new JsonObject
        {
            ["ephemeral_5m_input_tokens"] = run.CacheWrite5m,
            ["ephemeral_1h_input_tokens"] = run.CacheWrite1h,
        },
    };
}
