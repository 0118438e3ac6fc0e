namespace Weir.Authentication;

/// <summary>What stands on a route for <see cref="AccessControl"/> to read.</summary>
internal sealed record AccessRequirement(Access Access);
