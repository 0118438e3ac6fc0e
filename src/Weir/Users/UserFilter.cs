namespace Weir.Users;

/// <summary>Which users are asked for, and in which order.</summary>
internal sealed record UserFilter
{
    public const int UsualLimit = 50;

    /// <summary>A page is built in memory before it is sent.</summary>
    public const int MostLines = 200;

    /// <summary>A part of the username, whatever its case; null: all.</summary>
    public string? Search { get; init; }

    public UserSort Sort { get; init; }

    public bool IsDescending { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = UsualLimit;

    /// <summary>How many to leave out before.</summary>
    public int Offset { get; init; }

    /// <summary>Only members of this group; null: all.</summary>
    public Guid? GroupId { get; init; }

    public bool? IsActive { get; init; }

    public bool? IsAdministrator { get; init; }
}
