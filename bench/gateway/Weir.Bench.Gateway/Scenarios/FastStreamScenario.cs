using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>64 callers in a closed loop whose streams come as fast as they pass.</summary>
internal sealed class FastStreamScenario(TimeSpan duration) : Scenario("fast", "64 streams as fast as they pass")
{
    private const int Callers = 64;

    private readonly BenchRequest _request = BenchRequest.Stream(chunks: 500, gap: 0);
    private readonly Metric _cpu = new("CPU per chunk, µs", Goal.TimesYarp(1.3));
    private readonly Metric _rate = new("chunks/s");
    private readonly Metric _middle = new("lag of a chunk p50, ms");
    private readonly Metric _tail = new("lag of a chunk p99, ms");

    public override IReadOnlyList<Metric> Metrics => [_cpu, _rate, _middle, _tail];

    public override async Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken)
    {
        var before = gateway.Figures;
        var tally = await ClosedLoop.RunAsync(gateway.Target, _request, Callers, duration, cancellationToken);
        into.Add(_cpu, gateway.Name, MicrosecondsEach(before, gateway.Figures, tally.Chunks));
        into.Add(_rate, gateway.Name, tally.Chunks / duration.TotalSeconds);
        into.Add(_middle, gateway.Name, tally.Lag.Percentile(50));
        into.Add(_tail, gateway.Name, tally.Lag.Percentile(99));
    }
}
