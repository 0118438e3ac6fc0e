using System.Text.Json.Serialization;
using Weir.Proxy.Upstreams;

namespace Weir.Upstreams;

/// <summary>What came of a test of a connection: <c>{"ok":true,"models":12,"milliseconds":35}</c> or <c>{"ok":false,"error":"…"}</c>.</summary>
public sealed record TrialAnswer
{
    public required bool Ok { get; init; }

    /// <summary>How many models it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Models { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Milliseconds { get; init; }

    /// <summary>What is wrong, and what would mend it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    public static TrialAnswer Of(UpstreamTrial trial) => trial.Problem is { } problem
        ? Failed(problem)
        : new() { Ok = true, Models = trial.Models, Milliseconds = (long)trial.Took.TotalMilliseconds };

    public static TrialAnswer Failed(string problem) => new() { Ok = false, Error = problem };
}
