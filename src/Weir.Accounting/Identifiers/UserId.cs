namespace Weir.Accounting;

/// <summary>Identifies: A person with an account.</summary>
public readonly record struct UserId(Guid Value)
{
    public static UserId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
