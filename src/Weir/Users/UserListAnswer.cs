namespace Weir.Users;

/// <summary>A page of users.</summary>
/// <param name="Users">As sorted.</param>
/// <param name="Total">How many there are on all pages together.</param>
internal sealed record UserListAnswer(List<UserAnswer> Users, int Total);
