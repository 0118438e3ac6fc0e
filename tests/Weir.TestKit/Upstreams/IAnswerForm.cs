using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>What one kind of answer looks like, streamed and whole.</summary>
internal interface IAnswerForm
{
    /// <summary>The <c>content-type</c> of a stream.</summary>
    string StreamType { get; }

    /// <summary>The <c>content-type</c> of a whole answer, and of an error.</summary>
    string WholeType { get; }

    /// <summary>What ends each part of a stream.</summary>
    ReadOnlySpan<byte> PartEnd { get; }

    /// <summary>Tells what a part of a recorded stream is.</summary>
    Piece Read(ReadOnlyMemory<byte> part);

    /// <summary>What a whole answer reports as usage.</summary>
    JsonObject? UsageOf(JsonObject answer);

    /// <summary>The part that ends a stream in an error. Without bytes where the server lets its stream just end.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="requestId">Of the request that is answered.</param>
    /// <param name="sent">How many parts went before.</param>
    Piece Error(Act.EndInError error, string requestId, long sent);
}
