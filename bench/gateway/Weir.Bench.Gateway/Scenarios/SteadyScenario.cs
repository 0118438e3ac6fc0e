using System.Globalization;
using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>Requests at a constant rate that every gateway here can bear: latency as callers see it who don't wait for each other.</summary>
internal sealed class SteadyScenario(TimeSpan duration)
    : Scenario("steady", string.Create(CultureInfo.InvariantCulture, $"{PerSecond} requests a second, 2 KB body"))
{
    private const int PerSecond = 400;

    private readonly BenchRequest _request = BenchRequest.Json(size: 2048);
    private readonly Metric _cpu = new("CPU per request, µs");
    private readonly Metric _middle = new("latency p50, ms");
    private readonly Metric _high = new("latency p90, ms");
    private readonly Metric _tail = new("latency p99, ms");

    public override IReadOnlyList<Metric> Metrics => [_cpu, _middle, _high, _tail];

    public override async Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken)
    {
        var before = gateway.Figures;
        var tally = await ConstantRate.RunAsync(gateway.Target, _request, PerSecond, duration, cancellationToken);
        into.Add(_cpu, gateway.Name, MicrosecondsEach(before, gateway.Figures, tally.Answers));
        into.Add(_middle, gateway.Name, tally.Latency.Percentile(50));
        into.Add(_high, gateway.Name, tally.Latency.Percentile(90));
        into.Add(_tail, gateway.Name, tally.Latency.Percentile(99));
    }
}
