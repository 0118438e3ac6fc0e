using System.Diagnostics;

namespace Weir.Bench.Gateway.Load;

/// <summary>A number of callers, each of which sends its next request when it has the answer to the last.</summary>
internal static class ClosedLoop
{
    public static async Task<Tally> RunAsync(Target target, BenchRequest request, int callers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var bytes = request.To(target);
        return Tally.Sum(await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(target, request, bytes, until, cancellationToken))));
    }

    private static async Task<Tally> CallAsync(Target target, BenchRequest request, byte[] bytes, long until, CancellationToken cancellationToken)
    {
        using var connection = await CallerConnection.OpenAsync(target, cancellationToken);
        long now;
        while ((now = Stopwatch.GetTimestamp()) < until)
        {
            await connection.ExchangeAsync(request, bytes, now, cancellationToken);
        }

        return connection.Tally;
    }
}
