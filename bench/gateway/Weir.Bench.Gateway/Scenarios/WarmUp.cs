using Weir.Bench.Gateway.Gateways;
using Weir.Bench.Gateway.Load;

namespace Weir.Bench.Gateway.Scenarios;

/// <summary>
/// Load until the just-in-time compiler has done its work: how long that takes depends on what else the machine does, and a round
/// measured before it is over measures the compiler.
/// </summary>
internal static class WarmUp
{
    /// <summary>A compiler that takes less than this part of the CPU time has nothing hot left to compile.</summary>
    private const double Little = 0.04;

    private const int MostTurns = 12;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1.5);

    private static readonly BenchRequest[] Requests = [BenchRequest.Json(2 * 1024), BenchRequest.Stream(100, 0), BenchRequest.Json(200 * 1024), BenchRequest.Stream(20, 20)];

    public static async Task RunAsync(RunningGateway gateway, CancellationToken cancellationToken)
    {
        for (var turn = 1; turn <= MostTurns; turn++)
        {
            var (cpu, compiling) = (gateway.Figures.Cpu, gateway.Compiling);
            foreach (var request in Requests)
            {
                await ClosedLoop.RunAsync(gateway.Target, request, RequestScenario.Callers, Slice, cancellationToken);
            }

            if ((gateway.Compiling - compiling) / (gateway.Figures.Cpu - cpu) < Little && turn > 1)
            {
                return;
            }
        }

        await Console.Error.WriteLineAsync($"{gateway.Name}: the compiler is still at work; the first rounds will be dearer than the others.");
    }
}
