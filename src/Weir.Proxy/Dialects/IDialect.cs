using Weir.Proxy.Metering;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Dialects;

/// <summary>A wire format: what Weir must know of it to meter an exchange and to speak for itself in it.</summary>
internal interface IDialect : IErrorShape
{
    /// <summary>Reads a request body.</summary>
    /// <returns>Null, or what is wrong with the body, for its sender to read.</returns>
    string? Peek(ReadOnlySpan<byte> body, RequestPeek peek);

    /// <summary>The name of the field that caps the output.</summary>
    ReadOnlySpan<byte> OutputCapName { get; }

    /// <summary>A reader for one answer.</summary>
    UsageReader CreateUsageReader(bool stream);

    /// <summary>The content type of a streamed answer.</summary>
    string StreamType { get; }

    /// <summary>A refusal as the last thing in a stream that has begun.</summary>
    byte[] ErrorInStream(Refusal refusal, string requestId);

    /// <summary>The body that asks for an exact count of a request's input, or null when the dialect has no such question.</summary>
    byte[]? CountBody(ReadOnlySpan<byte> body, RequestPeek peek);

    /// <summary>The count in an answer to <see cref="CountBody"/>; null when there is none.</summary>
    long? CountIn(ReadOnlySpan<byte> answer);
}
