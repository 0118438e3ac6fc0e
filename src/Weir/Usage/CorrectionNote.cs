namespace Weir.Usage;

/// <summary>Who made a correction, when and why.</summary>
/// <param name="Reason">As the administrator wrote it.</param>
/// <param name="MadeBy">The administrator's id; null: by the command at the machine itself.</param>
/// <param name="MadeAt">When.</param>
internal sealed record CorrectionNote(string Reason, Guid? MadeBy, DateTimeOffset MadeAt);
