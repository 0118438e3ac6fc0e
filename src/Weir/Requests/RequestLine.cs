using System.Text.Json.Serialization;

namespace Weir.Requests;

/// <summary>One attempt as the explorer lists it, or the sum of many old ones. Counts are as they stand now, corrections included.</summary>
internal sealed record RequestLine
{
    /// <summary>The entry's id, by which its exchange can be looked at and it can be corrected.</summary>
    public required long Entry { get; init; }

    /// <summary><c>posted</c>, <c>voided</c> (nothing was processed) or <c>carried</c> (the sum of many old ones).</summary>
    public required string Kind { get; init; }

    /// <summary>The exchange, as answers of Weir's own name it: <c>req_…</c>; null for a sum.</summary>
    public required string? Exchange { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Null when the user was deleted.</summary>
    public required string? Username { get; init; }

    /// <summary>Null: it came with a session.</summary>
    public required Guid? ApiKeyId { get; init; }

    public required string? ApiKeyName { get; init; }

    public required string Upstream { get; init; }

    public required string Model { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>All input: fresh, read from a cache, written to one.</summary>
    public required long InputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long NanoDollars { get; init; }

    /// <summary>As how many requests it counts.</summary>
    public required long Requests { get; init; }

    /// <summary><c>reported</c> by the upstream, <c>estimated</c> or <c>provisional</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How it ended, as in <c>completed</c> or <c>upstream_timed_out</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The HTTP status of the upstream, or 0 when none came.</summary>
    public required int Status { get; init; }

    public required bool IsStreamed { get; init; }

    /// <summary>From sending to the first byte; null when none came, and for a sum.</summary>
    public required long? FirstByteMicroseconds { get; init; }

    /// <summary>From sending to the last byte; null when the answer did not come to its end.</summary>
    public required long? LastByteMicroseconds { get; init; }

    /// <summary>True when corrections are in the counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCorrected { get; init; }
}
