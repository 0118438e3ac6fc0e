using System.Text.Json.Serialization;
using Weir.Storage.Ledger;

namespace Weir.Requests;

/// <summary>What an attempt is counted as, or by how much a correction changes that.</summary>
public sealed record EntryCounts(
    long InputTokens,
    long CacheReadTokens,
    [property: JsonPropertyName("cache_write_5m_tokens")] long CacheWrite5mTokens,
    [property: JsonPropertyName("cache_write_1h_tokens")] long CacheWrite1hTokens,
    long OutputTokens,
    long NanoDollars,
    long Requests)
{
    public static EntryCounts Of(LedgerEntry entry) =>
        new(entry.Input, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h, entry.Output, entry.NanoDollars, entry.Requests);
}
