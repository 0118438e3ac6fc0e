namespace Weir.Storage.Ledger.Corrections;

/// <summary>Who made a correction, and why: what its entry has no place for. It outlasts the entry, should that be carried into a sum.</summary>
public sealed class Correction
{
    public const int LongestReason = 500;

    /// <summary>The entry that corrects.</summary>
    public long EntryId { get; set; }

    public Guid AttemptId { get; set; }

    /// <summary>The administrator; null: whoever ran the command at the machine itself.</summary>
    public Guid? MadeBy { get; set; }

    public DateTimeOffset MadeAt { get; set; }

    public required string Reason { get; set; }
}
