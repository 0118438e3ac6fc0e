using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>32 callers in a closed loop, with answers that aren't streamed.</summary>
internal sealed class RequestScenario : Scenario
{
    public const int Callers = 32;

    private readonly BenchRequest _request;
    private readonly TimeSpan _duration;
    private readonly Metric _cpu;
    private readonly Metric _rate = new("requests/s");
    private readonly Metric _middle = new("latency p50, ms");
    private readonly Metric _tail = new("latency p99, ms");

    public RequestScenario(string name, string title, int size, double goal, TimeSpan duration) : base(name, title)
    {
        _request = BenchRequest.Json(size);
        _duration = duration;
        _cpu = new("CPU per request, µs", Goal.TimesYarp(goal));
    }

    public override IReadOnlyList<Metric> Metrics => [_cpu, _rate, _middle, _tail];

    public override async Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken)
    {
        var before = gateway.Figures;
        var tally = await ClosedLoop.RunAsync(gateway.Target, _request, Callers, _duration, cancellationToken);
        into.Add(_cpu, gateway.Name, MicrosecondsEach(before, gateway.Figures, tally.Answers));
        into.Add(_rate, gateway.Name, tally.Answers / _duration.TotalSeconds);
        into.Add(_middle, gateway.Name, tally.Latency.Percentile(50));
        into.Add(_tail, gateway.Name, tally.Latency.Percentile(99));
    }
}
