namespace Weir.Keys;

/// <summary>A new key, the only time it is shown.</summary>
internal sealed record CreatedKeyAnswer(Guid Id, string Name, string Key, bool AllowInPath);
