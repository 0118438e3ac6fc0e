namespace Weir.Storage.Ledger.Retention;

/// <summary>The one row that says how far old entries were carried into sums. Whoever carries holds it, so that no two processes do.</summary>
public sealed class RetentionState
{
    public int Id { get; set; }

    /// <summary>All entries up to this id are carried.</summary>
    public long CarriedThrough { get; set; }

    /// <summary>Until then nothing may be carried, as somebody reads through the entries and would miss some.</summary>
    public DateTimeOffset? HeldUntil { get; set; }
}
