using System.Text.Json.Serialization;

namespace Weir.Refusals;

/// <summary>One refusal, with what the caller was told.</summary>
/// <param name="RequestId">As the answer had it: <c>req_…</c>.</param>
/// <param name="Timestamp">When.</param>
/// <param name="Reason">As in <c>client_budget_exceeded</c>: the first word says who is to blame, the caller, the gateway or the upstream.</param>
/// <param name="Error">The sentence.</param>
public sealed record RefusalLine(string RequestId, DateTimeOffset Timestamp, string Reason, string Error)
{
    /// <summary>As the caller named it; left out when the request did not get that far.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ApiKeyId { get; init; }

    /// <summary>The budget or rate that was short; left out when none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefusalFigures? Figures { get; init; }
}
