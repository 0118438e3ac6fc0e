namespace Weir.Accounting;

/// <summary>Identifies: One try of an exchange at one target; each has its own reservation.</summary>
public readonly record struct AttemptId(Guid Value)
{
    public static AttemptId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
