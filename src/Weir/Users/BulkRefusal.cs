namespace Weir.Users;

/// <summary>Why a change to many users was not made to one of them.</summary>
internal sealed record BulkRefusal(Guid Id, string? Username, string Error);
