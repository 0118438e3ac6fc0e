using System.Text.Json.Serialization;

namespace Weir.Refusals;

/// <summary>What was refused within a time, by whole quarters of an hour.</summary>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end.</param>
/// <param name="Total">How often.</param>
/// <param name="ByReason">The most frequent first.</param>
/// <param name="ByUser">Those who were refused most often, at most 100.</param>
internal sealed record RefusalsAnswer(DateTimeOffset From, DateTimeOffset To, long Total, IReadOnlyList<ReasonCount> ByReason, IReadOnlyList<RefusedUser> ByUser)
{
    /// <summary>The latest of the user who was asked for, at most 100, whenever they were; left out for everybody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefusalLine>? Latest { get; init; }
}
