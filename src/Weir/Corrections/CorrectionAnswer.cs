using System.Text.Json.Serialization;
using Weir.Storage.Ledger.Corrections;

namespace Weir.Corrections;

/// <summary>What an attempt is counted as now, all its entries together.</summary>
/// <param name="Entry">The entry that corrects; null when nothing had to be corrected.</param>
/// <param name="InputTokens">Input that was neither read from a cache nor written to one.</param>
/// <param name="CacheReadTokens">Input read from a cache.</param>
/// <param name="CacheWrite5mTokens">Input written to a cache that lives five minutes.</param>
/// <param name="CacheWrite1hTokens">Input written to a cache that lives an hour.</param>
/// <param name="OutputTokens">The output.</param>
/// <param name="NanoDollars">What it costs.</param>
/// <param name="Requests">1 when it counts as a request.</param>
internal sealed record CorrectionAnswer(
    long? Entry,
    long InputTokens,
    long CacheReadTokens,
    [property: JsonPropertyName("cache_write_5m_tokens")] long CacheWrite5mTokens,
    [property: JsonPropertyName("cache_write_1h_tokens")] long CacheWrite1hTokens,
    long OutputTokens,
    long NanoDollars,
    long Requests)
{
    public static CorrectionAnswer Of(CorrectionResult.Done done) => new(
        done.Entry,
        done.Usage.Input,
        done.Usage.CacheRead,
        done.Usage.CacheWrite5m,
        done.Usage.CacheWrite1h,
        done.Usage.Output,
        done.NanoDollars,
        done.Requests);
}
