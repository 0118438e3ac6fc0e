namespace Weir.Groups;

/// <summary>A group as administrators see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Members">How many users are in it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record GroupAnswer(Guid Id, string Name, int Members, DateTimeOffset CreatedAt);
