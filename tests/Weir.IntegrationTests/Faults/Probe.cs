using System.Diagnostics;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Processes;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Faults;

/// <summary>Small requests to one process, one after another: new work that it takes, or refuses as it should.</summary>
/// <param name="weir">The process.</param>
/// <param name="key">Of an account with room.</param>
/// <param name="number">Its place among the processes.</param>
internal sealed class Probe(ProcessUnderTest weir, string key, int number)
{
    /// <summary>The account in its models' names: nothing else has it.</summary>
    private const string Account = "probe";

    /// <summary>Beyond the numbers of a round's streams, so that the answer doesn't wait for a gate.</summary>
    private const int FirstNumber = 1_000;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private int _asked;

    /// <summary>The longest that anybody waited for a no.</summary>
    public TimeSpan LongestRefusal { get; private set; }

    /// <summary>Requests that were refused.</summary>
    public int Refused { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>True when the request was served; a no must be a clear one.</summary>
    public async Task<bool> AskAsync()
    {
        var name = new StreamName(Account, number, FirstNumber + _asked++);
        var asked = Stopwatch.GetTimestamp();
        var answer = await Post.SendAsync(weir.Address, Post.Messages(key, Post.Question(stream: false, 3, name.ToString())), Cancellation);
        if (answer.Status == 200)
        {
            return true;
        }

        Assert.True(
            answer.Status == 503 && answer.Text.Contains("metering_unavailable", StringComparison.Ordinal) && answer.Head["retry-after"] is not null,
            $"Not a clear refusal: {answer.Status} {answer.Text}\nThe process said:\n{weir.Output}");
        var waited = Stopwatch.GetElapsedTime(asked);
        LongestRefusal = waited > LongestRefusal ? waited : LongestRefusal;
        Refused++;
        return false;
    }

    /// <summary>Asks again and again for a time, and on until one request was refused.</summary>
    public async Task AskForAsync(TimeSpan time)
    {
        using var pace = new PeriodicTimer(Pace);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < time || Refused == 0; await pace.WaitForNextTickAsync(Cancellation))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < time + TimeSpan.FromMinutes(1), "Nothing was refused, so there was no trouble.");
            await AskAsync();
        }
    }
}
