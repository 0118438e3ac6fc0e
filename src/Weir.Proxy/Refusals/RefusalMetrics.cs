using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace Weir.Proxy.Refusals;

/// <summary>How often Weir said no to an exchange and why, under the meter <c>Weir.Proxy</c>.</summary>
internal sealed partial class RefusalMetrics : IDisposable
{
    public const string MeterName = "Weir.Proxy";

    private static readonly Dictionary<RefusalReason, KeyValuePair<string, object?>> Tags =
        Enum.GetValues<RefusalReason>().ToDictionary(reason => reason, reason => new KeyValuePair<string, object?>("reason", Word(reason)));

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;

    public RefusalMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _refusals = _meter.CreateCounter<long>("weir.refusals", "{exchange}", "Exchanges that were refused, by reason");
    }

    public void Count(Refusal refusal) => _refusals.Add(1, Tags[refusal.Reason]);

    public void Dispose() => _meter.Dispose();

    /// <summary>As in <c>client_too_fast</c>.</summary>
    private static string Word(RefusalReason reason) =>
#pragma warning disable CA1308 // Values of tags are lower case.
        WordStart().Replace(reason.ToString(), "_$0").ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();
}
