using System.Text.Json.Serialization;

namespace Weir.Exports;

/// <summary>One entry of the ledger as an export shows it. A correction's counts are differences, which may be negative; a carried sum's are of many attempts.</summary>
internal sealed record ExportRow
{
    public required long Entry { get; init; }

    /// <summary><c>posted</c>, <c>voided</c>, <c>correction</c> or <c>carried</c>.</summary>
    public required string Kind { get; init; }

    public required Guid AttemptId { get; init; }

    public required Guid ExchangeId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Null when the user was deleted.</summary>
    public string? Username { get; init; }

    public Guid? ApiKeyId { get; init; }

    public required string Upstream { get; init; }

    public required string Model { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required long InputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    [JsonPropertyName("cache_write_5m_tokens")]
    public required long CacheWrite5mTokens { get; init; }

    [JsonPropertyName("cache_write_1h_tokens")]
    public required long CacheWrite1hTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long NanoDollars { get; init; }

    public required long Requests { get; init; }

    public Guid? PriceId { get; init; }

    public required bool IsPriceUncertain { get; init; }

    public required string Source { get; init; }

    public required string Outcome { get; init; }

    public required int Status { get; init; }

    public required long ReservedTokens { get; init; }

    public required long OverrunTokens { get; init; }

    public long? LoweredTo { get; init; }

    /// <summary>From admission to sending.</summary>
    public long? SentMicroseconds { get; init; }

    /// <summary>From sending, as is the next.</summary>
    public long? FirstByteMicroseconds { get; init; }

    public long? LastByteMicroseconds { get; init; }

    public required bool IsStreamed { get; init; }

    public string? RequestId { get; init; }

    public string? ClientSession { get; init; }

    public string? ClientAgent { get; init; }

    public string? ClientParentAgent { get; init; }

    /// <summary>Of a correction by an administrator; told to administrators only, as are the next two.</summary>
    public string? Reason { get; init; }

    public Guid? CorrectedBy { get; init; }

    public DateTimeOffset? CorrectedAt { get; init; }
}
