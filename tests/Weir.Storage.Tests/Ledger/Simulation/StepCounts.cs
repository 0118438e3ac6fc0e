namespace Weir.Storage.Tests.Ledger.Simulation;

/// <summary>How often something happened in the steps of schedules.</summary>
internal sealed class StepCounts
{
    private readonly Dictionary<string, long> _counts = [];

    public long Steps { get; set; }

    public void Add(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    public void Add(StepCounts others)
    {
        Steps += others.Steps;
        foreach (var (what, count) in others._counts)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + count;
        }
    }

    /// <summary>In percent of the steps.</summary>
    public double Share(string what) => 100.0 * _counts.GetValueOrDefault(what) / Steps;

    public override string ToString() => $"{Steps} steps; in percent of them: "
        + string.Join(", ", _counts.OrderBy(count => -count.Value).Select(count => FormattableString.Invariant($"{count.Key} {Share(count.Key):F1}")));
}
