using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>What a chat completion says it used, all its choices together, as the script has it.</summary>
internal static class CompletionUsage
{
    public static JsonObject? AtEnd(ModelRun run) => After(run, run.TotalOutput);

    /// <summary>The total when so many tokens have been made.</summary>
    public static JsonObject? After(ModelRun run, long made) => run.Script.FinalUsage(new()
    {
        ["prompt_tokens"] = run.Input,
        ["completion_tokens"] = made,
        ["total_tokens"] = run.Input + made,
        ["prompt_tokens_details"] = new JsonObject
        {
            ["cached_tokens"] = run.CacheRead,
            ["cache_write_tokens"] = run.CacheWrite5m + run.CacheWrite1h,
            ["audio_tokens"] = 0,
        },
        ["completion_tokens_details"] = new JsonObject
        {
            ["reasoning_tokens"] = Math.Min(made, (run.HiddenTokens + run.ThinkingTokens) * run.Choices),
            ["audio_tokens"] = 0,
            ["accepted_prediction_tokens"] = 0,
            ["rejected_prediction_tokens"] = 0,
        },
    });
}
