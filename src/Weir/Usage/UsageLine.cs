using System.Text.Json.Serialization;

namespace Weir.Usage;

/// <summary>What one attempt used, or a correction of it, whose counts may be negative.</summary>
/// <param name="Backend">The upstream's name.</param>
/// <param name="Model">The model as the caller named it.</param>
/// <param name="PromptTokens">All input: fresh, read from a cache, written to one.</param>
/// <param name="CompletionTokens">The output.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="NanoDollars">What it cost, by the price of its admission.</param>
/// <param name="Timestamp">When it ended.</param>
internal sealed record UsageLine(string Backend, string Model, long PromptTokens, long CompletionTokens, long TotalTokens, long NanoDollars, DateTimeOffset Timestamp)
{
    /// <summary>Whose it was; told to administrators only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? UserId { get; init; }
}
