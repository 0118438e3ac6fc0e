using System.Collections.Immutable;

namespace Weir.Accounting;

/// <summary>
/// What bears on the price of an attempt besides its counts: as the request asks for it, or as the answer's usage object reports it.
/// Null or empty is what was not said.
/// <code>
/// {"input_tokens":25,…,"server_tool_use":{"web_search_requests":3},"service_tier":"standard","inference_geo":"us","speed":"fast"}
/// </code>
/// </summary>
public sealed record Circumstances
{
    /// <summary>Nothing was said: the standard price.</summary>
    public static Circumstances None { get; } = new();

    public string? Speed { get; init; }

    public string? ServiceTier { get; init; }

    public string? InferenceGeo { get; init; }

    /// <summary>Reported: what ran. Asked: one request of each tool that may run, since nothing bounds how many there will be.</summary>
    public ImmutableArray<ToolRequests> Tools { get; init; } = [];
}
