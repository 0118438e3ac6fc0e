using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>
/// A process that has just been started: how soon it answers, what it weighs after some work, and what 500 open streams add. In a fresh
/// process each time, because a heap that has grown once hides what the next stream takes.
/// </summary>
internal sealed class ColdScenario(IReadOnlyDictionary<string, RunningGateway> coldGateways, TimeSpan duration) : Scenario("cold", "A fresh process")
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);

    private readonly BenchRequest _warmUp = BenchRequest.Json(size: 2048);
    private readonly BenchRequest _stream = PacedStreamScenario.Lasting(PacedStreamScenario.Ramp + Hold);
    private readonly Metric _start = new("start to first answer, ms", Goal.AtMost(1500));
    private readonly Metric _resident = new("resident after warm-up, MB", Goal.AtMost(200));
    private readonly Metric _perStream = new("memory per open stream, KB", Goal.AtMost(40));
    private readonly Metric _peak = new("peak, MB");

    public override IReadOnlyList<Metric> Metrics => [_start, _resident, _perStream, _peak];

    /// <param name="gateway">Whose sibling is started; it idles meanwhile.</param>
    /// <param name="into">Takes the figures.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public override async Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken)
    {
        var fresh = coldGateways[gateway.Name];
        var start = await fresh.StartAsync(cancellationToken);
        into.Add(_start, gateway.Name, start.TotalMilliseconds);

        await ClosedLoop.RunAsync(fresh.Target, _warmUp, RequestScenario.Callers, duration, cancellationToken);
        var before = fresh.Figures;
        into.Add(_resident, gateway.Name, before.Resident / 1e6);

        using (var streams = await OpenStreams.OpenAsync(fresh.Target, _stream, PacedStreamScenario.Streams, PacedStreamScenario.Ramp, cancellationToken))
        {
            await Task.Delay(Hold / 2, cancellationToken);
            var open = fresh.Figures;
            into.Add(_perStream, gateway.Name, (open.Resident - before.Resident) / 1024.0 / streams.Open);
            await streams.EndAsync();
        }

        into.Add(_peak, gateway.Name, fresh.Figures.Peak / 1e6);
        await fresh.VerifyAsync(cancellationToken);
        await fresh.StopAsync();
    }
}
