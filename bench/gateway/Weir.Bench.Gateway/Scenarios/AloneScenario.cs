using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>One caller alone: what a gateway adds to the time to the first byte.</summary>
internal sealed class AloneScenario(Target direct, TimeSpan duration) : Scenario("alone", "One caller alone, 2 KB body")
{
    private readonly BenchRequest _request = BenchRequest.Json(size: 2048);
    private readonly Metric _firstByte = new("first byte p50, ms");
    private readonly Metric _added = new("added to the upstream's p50, ms", Goal.AtMost(1));
    private readonly Metric _tail = new("first byte p99, ms");

    public override IReadOnlyList<Metric> Metrics => [_firstByte, _added, _tail];

    public override async Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken)
    {
        var without = await ClosedLoop.RunAsync(direct, _request, callers: 1, duration / 3, cancellationToken);
        var with = await ClosedLoop.RunAsync(gateway.Target, _request, callers: 1, duration * 2 / 3, cancellationToken);
        into.Add(_firstByte, gateway.Name, with.FirstByte.Percentile(50));
        into.Add(_added, gateway.Name, with.FirstByte.Percentile(50) - without.FirstByte.Percentile(50));
        into.Add(_tail, gateway.Name, with.FirstByte.Percentile(99));
    }
}
