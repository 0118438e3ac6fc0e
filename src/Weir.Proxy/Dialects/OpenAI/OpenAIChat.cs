using System.Globalization;
using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAIChat : IOperation
{
    public Dialect Dialect => Dialect.OpenAI;

    public string Path => "/v1/chat/completions";

    public bool DemandsCap => false;

    public string StreamType => "text/event-stream";

    public string? Peek(ReadOnlySpan<byte> body, RequestPeek peek) => ChatPeek.Read(body, peek);

    /// <summary>Where two caps differ, no two servers agree which one they read; Ollama reads <c>max_tokens</c> alone.</summary>
    public bool LacksCap(RequestPeek peek, UpstreamKind kind) =>
        peek.OutputCap is null || peek.CapsDiffer || (kind == UpstreamKind.Ollama && (peek.SecondCapAt.IsEmpty || peek.IsSecondCapNull));

    /// <summary>OpenAI's models think unless they are told not to, and don't show it; other servers show it.</summary>
    public bool MayHideOutput(RequestPeek peek, UpstreamKind kind) => peek.MayHideOutput || (kind == UpstreamKind.OpenAI && !peek.ForbidsThinking);

    /// <summary>A number is replaced wherever one is. OpenAI takes either field but not both, so what is null or absent is touched only where nothing else counts.</summary>
    public void EditCap(BodyEdits edits, RequestPeek peek, UpstreamKind kind, long cap)
    {
        var value = cap.ToString(CultureInfo.InvariantCulture);
        var hasNewer = !peek.OutputCapAt.IsEmpty && !peek.IsOutputCapNull;
        var hasOlder = !peek.SecondCapAt.IsEmpty && !peek.IsSecondCapNull;
        if (hasNewer)
        {
            edits.Replace(peek.OutputCapAt, value);
        }

        if (hasOlder)
        {
            edits.Replace(peek.SecondCapAt, value);
        }

        if (hasOlder || (hasNewer && kind != UpstreamKind.Ollama))
        {
            return;
        }

        var (own, at) = kind == UpstreamKind.OpenAI ? ("max_completion_tokens", peek.OutputCapAt) : ("max_tokens", peek.SecondCapAt);
        if (at.IsEmpty)
        {
            edits.Insert(peek.Top, $"\"{own}\":{value}");
        }
        else
        {
            edits.Replace(at, value);
        }
    }

    /// <summary>A stream tells its usage only to who asks for it.</summary>
    public void EditRest(BodyEdits edits, RequestPeek peek, bool isForApps)
    {
        if (!peek.Stream || peek.AsksForUsage)
        {
            return;
        }

        if (!peek.AsksForUsageAt.IsEmpty)
        {
            edits.Replace(peek.AsksForUsageAt, "true");
        }
        else if (peek.Options is { } options)
        {
            edits.Insert(options, "\"include_usage\":true");
        }
        else if (!peek.OptionsAt.IsEmpty)
        {
            edits.Replace(peek.OptionsAt, "{\"include_usage\":true}");
        }
        else
        {
            edits.Insert(peek.Top, "\"stream_options\":{\"include_usage\":true}");
        }
    }

    public UsageReader CreateUsageReader(bool stream, RequestPeek peek) => stream ? new ChatStreamReader(peek.AsksForUsage) : new ChatAnswerReader();

    public byte[] ErrorInStream(Refusal refusal, string requestId) => OpenAIErrors.InChatStream(refusal);

    /// <summary>No server counts a request for a chat completion.</summary>
    public CountQuestion? CountQuestion(ReadOnlySpan<byte> body, RequestPeek peek, UpstreamKind kind) => null;

    public long? CountIn(ReadOnlySpan<byte> answer) => null;
}
