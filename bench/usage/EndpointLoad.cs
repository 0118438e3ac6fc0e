using System.Diagnostics;

namespace Weir.Bench.Usage;

/// <summary>One caller that asks an endpoint again and again, and reads each answer to its end.</summary>
internal static class EndpointLoad
{
    private const int WarmUp = 20;

    public static async Task<Latencies> RunAsync(HttpClient client, string path, int requests)
    {
        var milliseconds = new List<double>();
        for (var i = 0; i < WarmUp + requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            if (i >= WarmUp)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return new(milliseconds);
    }
}
