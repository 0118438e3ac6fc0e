using System.Text.Json.Serialization;

namespace Weir.Usage;

/// <summary>What was used, newest first.</summary>
/// <param name="TotalTokens">All of it, not only what is listed.</param>
/// <param name="UsageHistory">One page.</param>
/// <param name="Next">For <c>?before=</c>, to get the page after this one; left out when there is none.</param>
internal sealed record UsageAnswer(
    long TotalTokens,
    IReadOnlyList<UsageLine> UsageHistory,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
