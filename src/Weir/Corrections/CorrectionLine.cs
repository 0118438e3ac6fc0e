using Weir.Requests;

namespace Weir.Corrections;

/// <summary>A correction that an administrator made.</summary>
internal sealed record CorrectionLine
{
    /// <summary>Its own entry, or that of before when that has become part of a sum.</summary>
    public required long Entry { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The administrator; null: by the command at the machine itself.</summary>
    public required Guid? MadeBy { get; init; }

    public required string? MadeByName { get; init; }

    public required string Reason { get; init; }

    /// <summary>Whose attempt it was; null when its details have become part of a sum, as are the next.</summary>
    public required Guid? UserId { get; init; }

    public required string? Username { get; init; }

    public required string? Model { get; init; }

    /// <summary>What it added; may be negative.</summary>
    public required EntryCounts? Change { get; init; }
}
