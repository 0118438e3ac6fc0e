using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>OpenAI's embeddings: input only, never a stream.</summary>
internal sealed class OpenAIEmbeddings : IOperation
{
    public Dialect Dialect => Dialect.OpenAI;

    public string Path => "/v1/embeddings";

    public bool DemandsCap => false;

    public string StreamType => "text/event-stream";

    public string? Peek(ReadOnlySpan<byte> body, RequestPeek peek) => EmbeddingsPeek.Read(body, peek);

    public void EditCap(BodyEdits edits, RequestPeek peek, UpstreamKind kind, long cap)
    {
        // There is no output.
    }

    public void EditRest(BodyEdits edits, RequestPeek peek, bool isForApps)
    {
        // Its answers tell the usage unasked.
    }

    public UsageReader CreateUsageReader(bool stream, RequestPeek peek) => new EmbeddingsAnswerReader();

    public byte[] ErrorInStream(Refusal refusal, string requestId) => OpenAIErrors.InChatStream(refusal);

    public CountQuestion? CountQuestion(ReadOnlySpan<byte> body, RequestPeek peek, UpstreamKind kind) => null;

    public long? CountIn(ReadOnlySpan<byte> answer) => null;
}
