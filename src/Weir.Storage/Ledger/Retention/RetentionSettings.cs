namespace Weir.Storage.Ledger.Retention;

/// <summary>How long the details of entries are kept.</summary>
/// <param name="Age">After this they become sums; null: they are kept for good.</param>
public sealed record RetentionSettings(TimeSpan? Age)
{
    /// <summary>No settlement is later than a day, and none may find its attempt's entry gone.</summary>
    public const int LeastDays = 2;
}
