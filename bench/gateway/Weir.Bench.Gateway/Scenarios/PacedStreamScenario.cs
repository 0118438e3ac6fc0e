using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>500 streams open at once, each with a chunk every 20 ms: how people read. Measured while all of them are open.</summary>
internal sealed class PacedStreamScenario : Scenario
{
    public const int Streams = 500;
    public const int Gap = 20;

    public static readonly TimeSpan Ramp = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _duration;
    private readonly BenchRequest _request;
    private readonly Metric _cpu = new("CPU per chunk, µs", Goal.TimesYarp(1.3));
    private readonly Metric _middle = new("lag of a chunk p50, ms");
    private readonly Metric _tail = new("lag of a chunk p99, ms");

    public PacedStreamScenario(TimeSpan duration) : base("paced", "500 streams, a chunk every 20 ms")
    {
        _duration = duration;
        _request = Lasting(Ramp + duration);
    }

    public override IReadOnlyList<Metric> Metrics => [_cpu, _middle, _tail];

    /// <summary>A stream that is still open when the last one has been so for a while.</summary>
    public static BenchRequest Lasting(TimeSpan time) => BenchRequest.Stream((int)(time.TotalMilliseconds / Gap * 1.1) + 100, Gap);

    public override async Task MeasureAsync(RunningGateway gateway, Measurements into, CancellationToken cancellationToken)
    {
        using var streams = await OpenStreams.OpenAsync(gateway.Target, _request, Streams, Ramp, cancellationToken);
        var chunks = streams.Chunks;
        var before = gateway.Figures;
        await Task.Delay(_duration, cancellationToken);
        var after = gateway.Figures;
        chunks = streams.Chunks - chunks;
        if (streams.Open < Streams)
        {
            await Console.Error.WriteLineAsync($"The machine is busy: only {streams.Open} of {Streams} streams were open until the end of the measurement.");
        }

        var tally = await streams.EndAsync();
        into.Add(_cpu, gateway.Name, MicrosecondsEach(before, after, chunks));
        into.Add(_middle, gateway.Name, tally.Lag.Percentile(50));
        into.Add(_tail, gateway.Name, tally.Lag.Percentile(99));
    }
}
