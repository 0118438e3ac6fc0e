using Weir.Storage.Ledger;

namespace Weir.Usage;

/// <summary>What was used within a time, added up, and how fast it came.</summary>
public sealed record UsageFigures
{
    private const double MicrosecondsPerSecond = 1_000_000;

    /// <summary>Attempts that used something. A correction counts as one.</summary>
    public required long Requests { get; init; }

    /// <summary>Attempts that did not end well, also those of which nothing was processed.</summary>
    public required long Failures { get; init; }

    /// <summary>All input: fresh, read from a cache, written to one.</summary>
    public required long InputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long TotalTokens { get; init; }

    public required long NanoDollars { get; init; }

    /// <summary>The mean time from sending to the first byte; null when none was timed.</summary>
    public required long? FirstByteMicroseconds { get; init; }

    /// <summary>The mean speed of streams, from their first byte to their last; null when there was none.</summary>
    public required double? OutputTokensPerSecond { get; init; }

    public static UsageFigures Of(UsageCounts sum)
    {
        return new()
        {
            Requests = sum.Entries,
            Failures = sum.Failures,
            InputTokens = sum.Tokens - sum.Output,
            CacheReadTokens = sum.CacheRead,
            OutputTokens = sum.Output,
            TotalTokens = sum.Tokens,
            NanoDollars = sum.NanoDollars,
            FirstByteMicroseconds = sum.FirstBytes == 0 ? null : sum.FirstByteMicroseconds / sum.FirstBytes,
            OutputTokensPerSecond = sum.StreamedMicroseconds == 0 ? null : Math.Round(sum.StreamedOutput * MicrosecondsPerSecond / sum.StreamedMicroseconds, 1),
        };
    }
}
