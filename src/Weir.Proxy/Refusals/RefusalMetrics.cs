using System.Diagnostics.Metrics;

namespace Weir.Proxy.Refusals;

/// <summary>How often Weir said no to an exchange and why, under the meter <c>Weir.Proxy</c>.</summary>
internal sealed class RefusalMetrics : IDisposable
{
    public const string MeterName = "Weir.Proxy";

    private static readonly Dictionary<RefusalReason, KeyValuePair<string, object?>> Tags =
        Enum.GetValues<RefusalReason>().ToDictionary(reason => reason, reason => new KeyValuePair<string, object?>("reason", RefusalWords.Of(reason)));

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;

    public RefusalMetrics(IMeterFactory meters, IRefusalBook book)
    {
        _meter = meters.Create(MeterName);
        _refusals = _meter.CreateCounter<long>("weir.refusals", "{exchange}", "Exchanges that were refused, by reason");
        _meter.CreateObservableCounter("weir.refusals.lost", () => book.Lost, "{exchange}", "Refusals that came too fast to be taken down for their users");
    }

    public void Count(Refusal refusal) => _refusals.Add(1, Tags[refusal.Reason]);

    public void Dispose() => _meter.Dispose();
}
