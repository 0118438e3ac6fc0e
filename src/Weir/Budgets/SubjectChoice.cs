namespace Weir.Budgets;

/// <summary>Somebody or something that a budget or a limit can be for.</summary>
/// <param name="Id">Empty for an upstream, which its name identifies.</param>
/// <param name="Name">What it is called; of a key with its user.</param>
public sealed record SubjectChoice(Guid Id, string Name)
{
    public override string ToString() => Name;
}
