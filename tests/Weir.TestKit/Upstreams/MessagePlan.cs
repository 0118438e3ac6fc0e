using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>What a message will hold, once the script is cut to the cap of the request.</summary>
public sealed class MessagePlan
{
    /// <summary>As many as <see cref="ModelWords.ToolInput"/> has parts.</summary>
    public const int TokensPerToolUse = 3;

    private readonly Script _script;
    private readonly long _cacheRead;
    private readonly long _cacheWrite5m;
    private readonly long _cacheWrite1h;
    private readonly long _input;

    internal MessagePlan(Script script, ReceivedRequest request)
    {
        _script = script;
        Request = request;
        var cap = request.MaxTokens ?? 0;
        var wanted = script.Output(cap);
        var left = Math.Min(cap, wanted);
        Output = left;
        HiddenTokens = Part(script.HiddenTokens);
        ThinkingTokens = Part(script.ThinkingTokens);
        TextTokens = Part(Math.Max(0, wanted - script.HiddenTokens - script.ThinkingTokens - (script.ToolUses * (long)TokensPerToolUse)));
        ToolTokens = left;
        StopReason = wanted > cap ? "max_tokens" : script.ToolUses > 0 ? "tool_use" : "end_turn";

        _input = request.InputTokens;
        var uncached = _input;
        _cacheRead = Cached(script.CacheRead);
        _cacheWrite5m = Cached(script.CacheWrite5m);
        _cacheWrite1h = Cached(script.CacheWrite1h);

        long Part(long tokens)
        {
            var part = Math.Min(left, tokens);
            left -= part;
            return part;
        }

        long Cached(long tokens)
        {
            var part = Math.Min(uncached, tokens);
            uncached -= part;
            return part;
        }
    }

    public ReceivedRequest Request { get; }

    public string MessageId => $"msg_fake_{Request.Number:D8}";

    public long Output { get; }

    public long HiddenTokens { get; }

    public long ThinkingTokens { get; }

    public long TextTokens { get; }

    public long ToolTokens { get; }

    public string StopReason { get; }

    public int TokensPerDelta => Math.Max(1, _script.TokensPerDelta);

    public int ServerToolUses => _script.ServerToolUses;

    public long ServerToolTokens => _script.ServerToolTokens;

    public TimeSpan Gap => _script.Gap;

    /// <summary>What <c>message_start</c> reports; its output is a small number that says nothing.</summary>
    public JsonObject? StartUsage()
    {
        var usage = InputUsage(0);
        usage["output_tokens"] = 1;
        usage["service_tier"] = "standard";
        return _script.StartUsage(usage);
    }

    /// <summary>What the end of the message reports.</summary>
    public JsonObject? FinalUsage()
    {
        var usage = InputUsage(ServerToolUses * ServerToolTokens);
        usage["output_tokens"] = Output;
        if (HiddenTokens + ThinkingTokens > 0)
        {
            usage["output_tokens_details"] = new JsonObject { ["thinking_tokens"] = HiddenTokens + ThinkingTokens };
        }

        if (ServerToolUses > 0)
        {
            usage["server_tool_use"] = new JsonObject { ["web_search_requests"] = ServerToolUses, ["web_fetch_requests"] = 0 };
        }

        return _script.FinalUsage(usage);
    }

    private JsonObject InputUsage(long added) => new()
    {
        ["input_tokens"] = _input + added - _cacheRead - _cacheWrite5m - _cacheWrite1h,
        ["cache_creation_input_tokens"] = _cacheWrite5m + _cacheWrite1h,
        ["cache_read_input_tokens"] = _cacheRead,
        ["cache_creation"] = new JsonObject
        {
            ["ephemeral_5m_input_tokens"] = _cacheWrite5m,
            ["ephemeral_1h_input_tokens"] = _cacheWrite1h,
        },
    };
}
