namespace Weir.Requests;

/// <summary>A correction of an attempt: by how much, and why.</summary>
/// <param name="Entry">Its own entry.</param>
/// <param name="Change">What it adds; may be negative.</param>
/// <param name="Source">Where the figure comes from.</param>
/// <param name="Reason">As the administrator wrote it; null: Weir itself corrected, when it knew better.</param>
/// <param name="MadeAt">When; null where Weir corrected.</param>
/// <param name="MadeBy">The administrator's id; null: Weir, or the command at the machine itself.</param>
/// <param name="MadeByName">The administrator's name.</param>
public sealed record AttemptCorrection(long Entry, EntryCounts Change, string Source, string? Reason, DateTimeOffset? MadeAt, Guid? MadeBy, string? MadeByName);
