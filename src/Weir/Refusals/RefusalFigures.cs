using System.Text.Json.Serialization;

namespace Weir.Refusals;

/// <summary>The figures of the budget or rate that was short, as they were.</summary>
/// <param name="Subject">Whose it was: <c>user</c>, <c>api_key</c>, <c>group</c>, <c>upstream</c> or <c>everyone</c>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Limit">The cap.</param>
/// <param name="Used">What was posted; of a rate, what was counted.</param>
public sealed record RefusalFigures(string Subject, string Unit, long Limit, long Used)
{
    /// <summary>Left out for a rate, as are the next two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? BudgetId { get; init; }

    /// <summary>What open requests had set aside.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Reserved { get; init; }

    /// <summary>The least that would have been admitted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Needed { get; init; }

    /// <summary>When there was to be room again; left out for a budget without end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ResetsAt { get; init; }
}
