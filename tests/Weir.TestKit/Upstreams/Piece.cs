using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>A part of an answer that is made and sent in one go.</summary>
internal sealed record Piece(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The name of the event that the bytes are; null when they are none.</summary>
    public string? Event { get; init; }

    /// <summary>Time it takes to make.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Output tokens made for it.</summary>
    public long Output { get; init; }

    /// <summary>Input tokens that come on top while it is made.</summary>
    public long AddedInput { get; init; }

    public JsonObject? StartUsage { get; init; }

    public JsonObject? FinalUsage { get; init; }

    /// <summary>With its last byte the model has made all it makes.</summary>
    public bool IsLast { get; init; }

    /// <summary>An <c>error</c> event.</summary>
    public bool IsError { get; init; }
}
