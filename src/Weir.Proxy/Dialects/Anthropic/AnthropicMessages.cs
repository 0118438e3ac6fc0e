using System.Globalization;
using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>Anthropic's Messages API.</summary>
internal sealed class AnthropicMessages : IOperation
{
    /// <summary>What is sent for callers of the app endpoint that name no version; it takes every field of the older clients.</summary>
    public const string DefaultVersion = "2023-06-01";

    public Dialect Dialect => Dialect.Anthropic;

    public string Path => "/v1/messages";

    public bool DemandsCap => true;

    public string StreamType => "text/event-stream";

    public string? Peek(ReadOnlySpan<byte> body, RequestPeek peek) => AnthropicPeek.Read(body, peek);

    public void EditCap(BodyEdits edits, RequestPeek peek, UpstreamKind kind, long cap)
    {
        var value = cap.ToString(CultureInfo.InvariantCulture);
        if (peek.OutputCapAt.IsEmpty)
        {
            edits.Insert(peek.Top, $"\"max_tokens\":{value}");
        }
        else
        {
            edits.Replace(peek.OutputCapAt, value);
        }
    }

    public void EditRest(BodyEdits edits, RequestPeek peek, bool isForApps)
    {
        // Its answers tell the usage unasked.
    }

    public UsageReader CreateUsageReader(bool stream, RequestPeek peek) => stream ? new AnthropicStreamReader() : new AnthropicAnswerReader();

    public byte[] ErrorInStream(Refusal refusal, string requestId) =>
        [.. "event: error\ndata: "u8, .. AnthropicErrors.Write(refusal, requestId), .. "\n\n"u8];

    /// <summary>Anthropic counts for nothing. What imitates its Messages API mostly has no such question.</summary>
    public CountQuestion? CountQuestion(ReadOnlySpan<byte> body, RequestPeek peek, UpstreamKind kind) =>
        kind == UpstreamKind.Anthropic ? Dialects.CountQuestion.Of("/v1/messages/count_tokens", body, peek) : null;

    /// <summary>Reads <c>{"input_tokens":25}</c>.</summary>
    public long? CountIn(ReadOnlySpan<byte> answer)
    {
        var counts = default(UsageCounts);
        AnthropicUsageJson.ReadUsage(answer, ref counts);
        return counts.Input;
    }
}
