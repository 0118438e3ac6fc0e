namespace Weir.Storage.Ledger;

/// <summary>A name that entries point to by number, so that they stay small: an upstream's, or a model's.</summary>
public sealed class Name
{
    public long Id { get; set; }

    public required string Text { get; set; }
}
