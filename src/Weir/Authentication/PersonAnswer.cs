namespace Weir.Authentication;

/// <summary>A user as it sees itself.</summary>
internal sealed record PersonAnswer(Guid Id, string Username, int IsAdmin);
