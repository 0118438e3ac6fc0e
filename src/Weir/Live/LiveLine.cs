using System.Text.Json.Serialization;

namespace Weir.Live;

/// <summary>Something that just became of an exchange.</summary>
internal sealed record LiveLine
{
    /// <summary><c>arrived</c>, <c>refused</c>, <c>sent</c>, <c>first_byte</c> or <c>ended</c>.</summary>
    public required string Stage { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>As answers of Weir's own name it: <c>req_…</c>.</summary>
    public required string Exchange { get; init; }

    public Guid? AttemptId { get; init; }

    /// <summary>Null when nobody could be identified.</summary>
    public Guid? UserId { get; init; }

    public string? Username { get; init; }

    public Guid? ApiKeyId { get; init; }

    public string? Path { get; init; }

    public string? UserAgent { get; init; }

    public string? Model { get; init; }

    public string? Upstream { get; init; }

    public long? FirstByteMicroseconds { get; init; }

    /// <summary>Of the answer: Weir's own on <c>refused</c>, the upstream's on <c>ended</c>, where one came.</summary>
    public int? Status { get; init; }

    /// <summary>On <c>refused</c>: why.</summary>
    public string? Reason { get; init; }

    /// <summary>On <c>refused</c>: the sentence that the caller is told.</summary>
    public string? Error { get; init; }

    /// <summary>On <c>ended</c>: how, as are the next figures.</summary>
    public string? Outcome { get; init; }

    public string? Source { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long? NanoDollars { get; init; }

    /// <summary>True when another process served it: of those only the end is told, about a second late.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsElsewhere { get; init; }
}
