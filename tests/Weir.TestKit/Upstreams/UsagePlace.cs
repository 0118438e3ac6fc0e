namespace Weir.TestKit.Upstreams;

/// <summary>Where a streamed chat completion reports its usage: servers that call themselves compatible with OpenAI differ in it.</summary>
public enum UsagePlace
{
    /// <summary>As OpenAI does: only with <c>stream_options.include_usage</c>, in a chunk of its own without choices, and null in all others.</summary>
    OwnChunkIfAsked,

    /// <summary>Always, in the chunk with the last <c>finish_reason</c>.</summary>
    FinishChunk,

    /// <summary>Always, in every chunk, as totals so far.</summary>
    EveryChunk,
}
