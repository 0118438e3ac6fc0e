using System.Text.Json.Serialization;

namespace Weir.Usage;

/// <summary>What one attempt used; a correction of it, whose counts may be negative; or the sum of many old ones.</summary>
/// <param name="Backend">The upstream's name.</param>
/// <param name="Model">The model as the caller named it.</param>
/// <param name="PromptTokens">All input: fresh, read from a cache, written to one.</param>
/// <param name="CompletionTokens">The output.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="NanoDollars">What it cost, by the price of its admission.</param>
/// <param name="Timestamp">When it ended.</param>
internal sealed record UsageLine(string Backend, string Model, long PromptTokens, long CompletionTokens, long TotalTokens, long NanoDollars, DateTimeOffset Timestamp)
{
    /// <summary>What the line is, when it isn't one attempt: <c>correction</c> of an earlier one, or <c>carried</c>, the sum of many old ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>Of how many requests it is the sum, when it is carried.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Requests { get; init; }

    /// <summary>The entry's id, by which it can be corrected; told to administrators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Entry { get; init; }

    /// <summary>Who corrected, and why; told to administrators only, and left out where Weir itself corrected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CorrectionNote? Correction { get; init; }

    /// <summary>Whose it was; told to administrators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? UserId { get; init; }
}
