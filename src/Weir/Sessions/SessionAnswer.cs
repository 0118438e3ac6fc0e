namespace Weir.Sessions;

/// <summary>A session as its user sees it.</summary>
/// <param name="Id">By which it can be ended.</param>
/// <param name="Device">Browser and system, as far as the browser tells: <c>Firefox on Windows</c>.</param>
/// <param name="Address">Where the sign-in came from; null: not known.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last used, to the minute.</param>
/// <param name="ExpiresAt">When it ends however much it is used; unused it ends earlier.</param>
/// <param name="IsCurrent">1 for the one that asks.</param>
internal sealed record SessionAnswer(
    Guid Id,
    string Device,
    string? Address,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    int IsCurrent);
