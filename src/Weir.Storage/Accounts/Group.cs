namespace Weir.Storage.Accounts;

/// <summary>Users who share budgets. A user is in at most one.</summary>
public sealed class Group
{
    public const int LongestName = 200;

    public Guid Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
