using Weir.Accounting;

namespace Weir.Storage.Ledger;

/// <summary>What is counted of many entries together.</summary>
public abstract class UsageCounts
{
    /// <summary>Entries that are not voided.</summary>
    public long Entries { get; set; }

    /// <summary>Attempts that did not end well, voided ones too.</summary>
    public long Failures { get; set; }

    public long Input { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite5m { get; set; }

    public long CacheWrite1h { get; set; }

    public long Output { get; set; }

    public long NanoDollars { get; set; }

    /// <summary>This and the next three are those of its <see cref="Pace"/>.</summary>
    public long FirstBytes { get; set; }

    public long FirstByteMicroseconds { get; set; }

    public long StreamedMicroseconds { get; set; }

    public long StreamedOutput { get; set; }

    /// <summary>How fast the answers came.</summary>
    public Pace Pace => new(FirstBytes, FirstByteMicroseconds, StreamedMicroseconds, StreamedOutput);

    /// <summary>Of all classes together.</summary>
    public long Tokens => Input + CacheRead + CacheWrite5m + CacheWrite1h + Output;

    public void Add(LedgerEntry entry)
    {
        Entries += entry.Kind == LedgerEntryKind.Voided ? 0 : 1;
        Failures += entry.Kind != LedgerEntryKind.Correction && entry.Outcome is not (AttemptOutcome.Completed or AttemptOutcome.ClientGone) ? 1 : 0;
        Input += entry.Input;
        CacheRead += entry.CacheRead;
        CacheWrite5m += entry.CacheWrite5m;
        CacheWrite1h += entry.CacheWrite1h;
        Output += entry.Output;
        NanoDollars += entry.NanoDollars;
        Add(entry.Pace);
    }

    /// <summary>Adds what another has, which may be of another span.</summary>
    public void Add(UsageCounts other)
    {
        Entries += other.Entries;
        Failures += other.Failures;
        Input += other.Input;
        CacheRead += other.CacheRead;
        CacheWrite5m += other.CacheWrite5m;
        CacheWrite1h += other.CacheWrite1h;
        Output += other.Output;
        NanoDollars += other.NanoDollars;
        Add(other.Pace);
    }

    private void Add(Pace pace)
    {
        FirstBytes += pace.FirstBytes;
        FirstByteMicroseconds += pace.FirstByteMicroseconds;
        StreamedMicroseconds += pace.StreamedMicroseconds;
        StreamedOutput += pace.StreamedOutput;
    }
}
