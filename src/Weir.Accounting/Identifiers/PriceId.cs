namespace Weir.Accounting;

/// <summary>Identifies: One version of a price. What an entry cost was reckoned by it, and stays so when a newer version comes.</summary>
public readonly record struct PriceId(Guid Value)
{
    public static PriceId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
