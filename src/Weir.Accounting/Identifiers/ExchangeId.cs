namespace Weir.Accounting;

/// <summary>Identifies: One request of a caller and its answer.</summary>
public readonly record struct ExchangeId(Guid Value)
{
    public static ExchangeId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
