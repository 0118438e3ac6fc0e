using System.Globalization;
using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>OpenAI's Responses API.</summary>
internal sealed class OpenAIResponses : IOperation
{
    public Dialect Dialect => Dialect.OpenAI;

    public string Path => "/v1/responses";

    public bool DemandsCap => false;

    public string StreamType => "text/event-stream";

    public string? Peek(ReadOnlySpan<byte> body, RequestPeek peek) => ResponsesPeek.Read(body, peek);

    /// <summary>OpenAI's models think unless they are told not to, and show a summary of it at the most; other servers show it.</summary>
    public bool MayHideOutput(RequestPeek peek, UpstreamKind kind) => peek.MayHideOutput || (kind == UpstreamKind.OpenAI && !peek.ForbidsThinking);

    public void EditCap(BodyEdits edits, RequestPeek peek, UpstreamKind kind, long cap)
    {
        var value = cap.ToString(CultureInfo.InvariantCulture);
        if (peek.OutputCapAt.IsEmpty)
        {
            edits.Insert(peek.Top, $"\"max_output_tokens\":{value}");
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

    public UsageReader CreateUsageReader(bool stream, RequestPeek peek) =>
        stream ? new ResponsesStreamReader(peek.KeepsAnswer) : new ResponsesAnswerReader(peek.KeepsAnswer);

    public byte[] ErrorInStream(Refusal refusal, string requestId) => OpenAIErrors.InResponseStream(refusal);

    /// <summary>OpenAI counts for nothing. What imitates its Responses API mostly has no such question.</summary>
    public CountQuestion? CountQuestion(ReadOnlySpan<byte> body, RequestPeek peek, UpstreamKind kind) =>
        kind == UpstreamKind.OpenAI ? Dialects.CountQuestion.Of("/v1/responses/input_tokens", body, peek) : null;

    /// <summary>Reads <c>{"object":"response.input_tokens","input_tokens":25}</c>.</summary>
    public long? CountIn(ReadOnlySpan<byte> answer)
    {
        var counts = default(UsageCounts);
        OpenAIUsageJson.Read(answer, ref counts);
        return counts.Input;
    }
}
