using System.Buffers;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>Anthropic's Messages API.</summary>
internal sealed class AnthropicDialect : IDialect
{
    /// <summary>What is sent for callers of the app endpoint that name no version; it takes every field of the older clients.</summary>
    public const string DefaultVersion = "2023-06-01";

    public ReadOnlySpan<byte> OutputCapName => "max_tokens"u8;

    public string StreamType => "text/event-stream";

    public string? Peek(ReadOnlySpan<byte> body, RequestPeek peek) => AnthropicPeek.Read(body, peek);

    public UsageReader CreateUsageReader(bool stream) => stream ? new AnthropicStreamReader() : new AnthropicAnswerReader();

    public byte[] Body(Refusal refusal, string requestId) => AnthropicErrors.Body(refusal, requestId);

    public byte[] ErrorInStream(Refusal refusal, string requestId) =>
        [.. "event: error\ndata: "u8, .. AnthropicErrors.Body(refusal, requestId), .. "\n\n"u8];

    public byte[] CountBody(ReadOnlySpan<byte> body, RequestPeek peek)
    {
        var question = new ArrayBufferWriter<byte>(2 + peek.Counted.Sum(property => property.Length + 1));
        question.Write("{"u8);
        foreach (var property in peek.Counted)
        {
            if (question.WrittenCount > 1)
            {
                question.Write(","u8);
            }

            question.Write(body.Slice(property.Start, property.Length));
        }

        question.Write("}"u8);
        return question.WrittenSpan.ToArray();
    }

    /// <summary>Reads <c>{"input_tokens":25}</c>.</summary>
    public long? CountIn(ReadOnlySpan<byte> answer)
    {
        var counts = default(UsageCounts);
        AnthropicUsageJson.ReadUsage(answer, ref counts);
        return counts.Input;
    }
}
