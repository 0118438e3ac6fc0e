using System.Globalization;
using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;
using Weir.Bench.Gateway.Report;
using Weir.Bench.Gateway.Scenarios;

namespace Weir.Bench.Gateway;

/// <summary>
/// One run: starts the emulator and the gateways, measures them in turn, round after round, so that whatever else the machine does
/// meets all of them alike, and prints the table.
/// </summary>
internal sealed class BenchRun(BenchOptions options)
{
    private const int FirstPort = 18_300;

    private readonly string _work = Directory.CreateTempSubdirectory("weir-bench-").FullName;
    private readonly Measurements _measurements = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var upstream = new UpstreamProcess(options.Folder, FirstPort);
        var gateways = new List<RunningGateway>();
        var coldGateways = new Dictionary<string, RunningGateway>();
        try
        {
            await upstream.StartAsync(cancellationToken);
            gateways.AddRange(options.Gateways.Select((name, index) => Create(name, FirstPort + 1 + index, name)));
            coldGateways = options.Gateways.Select((name, index) => Create(name, FirstPort + 101 + index, $"{name}-cold")).ToDictionary(gateway => gateway.Name);
            var scenarios = Scenarios(upstream.Target, coldGateways);
            foreach (var gateway in gateways)
            {
                await StartAsync(gateway, cancellationToken);
            }

            if (scenarios.Any(scenario => scenario is ColdScenario))
            {
                await PrepareAsync(coldGateways.Values, cancellationToken);
            }

            await MeasureAsync(gateways, scenarios, cancellationToken);
            await ReportAsync(gateways, scenarios, cancellationToken);
        }
        finally
        {
            foreach (var gateway in gateways.Concat(coldGateways.Values))
            {
                await gateway.DisposeAsync();
            }

            Directory.Delete(_work, recursive: true);
        }
    }

    private RunningGateway Create(string name, int port, string folder) => name switch
    {
        GatewayNames.Weir => new WeirGateway(options.Folder, Path.Combine(_work, folder), port, FirstPort),
        GatewayNames.Nginx => new Nginx(Path.Combine(_work, folder), port, FirstPort),
        GatewayNames.Yarp => new BareYarp(options.Folder, port, FirstPort),
        _ => throw new ArgumentException($"There is no gateway \"{name}\": choose from {string.Join(", ", GatewayNames.All)}.", nameof(name)),
    };

    private List<Scenario> Scenarios(Target direct, Dictionary<string, RunningGateway> coldGateways)
    {
        List<Scenario> all =
        [
            new RequestScenario("json", "32 callers, 2 KB body", size: 2 * 1024, goal: 2, options.Duration),
            new RequestScenario("large", "32 callers, 200 KB body", size: 200 * 1024, goal: 1.6, options.Duration),
            new AloneScenario(direct, options.Duration),
            new SteadyScenario(options.Duration),
            new FastStreamScenario(options.Duration),
            new PacedStreamScenario(options.Duration),
            new ColdScenario(coldGateways, options.Duration),
        ];
        var unknown = options.Scenarios.Except(all.Select(scenario => scenario.Name)).ToList();
        return unknown.Count > 0
            ? throw new ArgumentException($"There is no scenario \"{unknown[0]}\": choose from {string.Join(", ", all.Select(scenario => scenario.Name))}.")
            : options.Scenarios is [] ? all : [.. all.Where(scenario => options.Scenarios.Contains(scenario.Name))];
    }

    private static async Task StartAsync(RunningGateway gateway, CancellationToken cancellationToken)
    {
        var start = await gateway.StartAsync(cancellationToken);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{gateway.Name}: first answer {start.TotalMilliseconds:0} ms after its first start, warming up"));
        await WarmUp.RunAsync(gateway, cancellationToken);
    }

    /// <summary>A first start makes databases and keys; it is the next ones that are measured.</summary>
    private static async Task PrepareAsync(IEnumerable<RunningGateway> gateways, CancellationToken cancellationToken)
    {
        foreach (var gateway in gateways)
        {
            await gateway.StartAsync(cancellationToken);
            await gateway.StopAsync();
        }
    }

    private async Task MeasureAsync(List<RunningGateway> gateways, List<Scenario> scenarios, CancellationToken cancellationToken)
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var scenario in scenarios)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Round {round} of {options.Rounds}: {scenario.Title}"));
                for (var turn = 0; turn < gateways.Count; turn++)
                {
                    // Another goes first each round, so that none always follows the same one.
                    await scenario.MeasureAsync(gateways[(turn + round) % gateways.Count], _measurements, cancellationToken);
                }
            }
        }
    }

    private async Task ReportAsync(List<RunningGateway> gateways, List<Scenario> scenarios, CancellationToken cancellationToken)
    {
        var table = new ResultTable(_measurements, scenarios, options.Gateways);
        await Console.Out.WriteLineAsync(table.ToText());
        if (options.IsMarkdown)
        {
            await Console.Out.WriteLineAsync(table.ToMarkdown());
        }

        foreach (var gateway in gateways)
        {
            if (await gateway.VerifyAsync(cancellationToken) is { } finding)
            {
                await Console.Out.WriteLineAsync(finding);
            }

            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{gateway.Name}: at its peak over the whole run {gateway.Figures.Peak / 1e6:0} MB resident."));
        }
    }
}
