using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>A part of an answer that is made and sent in one go.</summary>
internal sealed record Piece(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>What a script calls the part of a stream that the bytes are; null when they are none.</summary>
    public string? Event { get; init; }

    /// <summary>Time it takes to make.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Output tokens made for it.</summary>
    public long Output { get; init; }

    /// <summary>Input tokens that come on top while it is made.</summary>
    public long AddedInput { get; init; }

    public JsonObject? StartUsage { get; init; }

    public JsonObject? FinalUsage { get; init; }

    /// <summary>It carries something that a model made.</summary>
    public bool IsDelta { get; init; }

    /// <summary>With its last byte the model has made all it makes.</summary>
    public bool IsLast { get; init; }

    /// <summary>It ends a stream in an error.</summary>
    public bool IsError { get; init; }

    /// <summary>Tokens that are made without a byte to show for them.</summary>
    public static Piece Unseen(long output, TimeSpan wait) => new(ReadOnlyMemory<byte>.Empty) { Output = output, Wait = wait };
}
