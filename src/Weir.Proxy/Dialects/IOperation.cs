using Weir.Proxy.Bodies;
using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Dialects;

/// <summary>
/// One thing that a dialect lets a model do, <c>POST /v1/messages</c> say: what Weir must know of its wire to meter an exchange and to
/// speak for itself in it.
/// </summary>
internal interface IOperation
{
    Dialect Dialect { get; }

    /// <summary>The path at an upstream that speaks the dialect.</summary>
    string Path { get; }

    /// <summary>True when a request without an output cap is refused by upstreams, so that one must be filled in for browser apps.</summary>
    bool DemandsCap { get; }

    /// <summary>The content type of a streamed answer.</summary>
    string StreamType { get; }

    /// <summary>Reads a request body.</summary>
    /// <returns>Null, or what is wrong with the body, for its sender to read.</returns>
    string? Peek(ReadOnlySpan<byte> body, RequestPeek peek);

    /// <summary>True when nothing in the body caps the output for certain, as such an upstream reads it.</summary>
    bool LacksCap(RequestPeek peek, UpstreamKind kind) => peek.OutputCap is null;

    /// <summary>True when such an upstream may make output for the request that it doesn't show.</summary>
    bool MayHideOutput(RequestPeek peek, UpstreamKind kind) => peek.MayHideOutput;

    /// <summary>Writes the output cap into the body: in the place of the one that is there, else in the field that the upstream reads.</summary>
    /// <param name="edits">Where to.</param>
    /// <param name="peek">What the body has.</param>
    /// <param name="kind">What the upstream is.</param>
    /// <param name="cap">In tokens, for one choice.</param>
    void EditCap(BodyEdits edits, RequestPeek peek, UpstreamKind kind, long cap);

    /// <summary>Writes what else the dialect needs so that its usage is told, or its app endpoints have their defaults.</summary>
    void EditRest(BodyEdits edits, RequestPeek peek, bool isForApps);

    /// <summary>A reader for one answer.</summary>
    UsageReader CreateUsageReader(bool stream, RequestPeek peek);

    /// <summary>A refusal as the last thing in a stream that has begun.</summary>
    byte[] ErrorInStream(Refusal refusal, string requestId);

    /// <summary>The question that asks for an exact count of a request's input, or null when the upstream has no such question.</summary>
    CountQuestion? CountQuestion(ReadOnlySpan<byte> body, RequestPeek peek, UpstreamKind kind);

    /// <summary>The count in an answer to <see cref="CountQuestion"/>; null when there is none.</summary>
    long? CountIn(ReadOnlySpan<byte> answer);
}
