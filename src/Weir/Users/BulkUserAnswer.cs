namespace Weir.Users;

/// <summary>What became of a change to many users.</summary>
/// <param name="Changed">How many it was made to, or were so already.</param>
/// <param name="Refused">Those it was not made to.</param>
internal sealed record BulkUserAnswer(int Changed, List<BulkRefusal> Refused);
