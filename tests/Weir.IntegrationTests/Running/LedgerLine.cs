using Weir.Accounting;

namespace Weir.IntegrationTests.Running;

/// <summary>A ledger entry as the tests look at it.</summary>
internal sealed record LedgerLine(
    Guid Attempt,
    LedgerEntryKind Kind,
    string Model,
    long Input,
    long CacheRead,
    long CacheWrite5m,
    long CacheWrite1h,
    long Output,
    UsageSource Source,
    AttemptOutcome Outcome,
    int Status,
    long Reserved,
    long Overrun,
    long? LoweredTo,
    string? RequestId)
{
    public long TotalInput => Input + CacheRead + CacheWrite5m + CacheWrite1h;

    public long Total => TotalInput + Output;
}
