using System.Diagnostics;
using Weir.IntegrationTests.Budgets;
using Weir.IntegrationTests.Running;
using Weir.TestKit;
using Weir.TestKit.Postgres;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;
using static Weir.IntegrationTests.Replicas.ReplicaPair;

namespace Weir.IntegrationTests.Replicas;

/// <summary>Weir while its database is cut off, and once it is back.</summary>
public sealed class DatabaseTroubleTests
{
    /// <summary>The ledger gives up on a silent database after four seconds, the question who calls after three.</summary>
    private const double LongestRefusal = 8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Database_CutOff_RefusesNewWorkEndsStreamsAndIsBackInTime(bool isSilent)
    {
        await using var cutOff = new CutOff((await PostgresServer.SharedAsync()).Port);
        await using var database = await HostDatabase.NewAsync(Cancellation);
        var gate = new Gate();
        await using var upstream = new FakeUpstream();
        await using var weir = await ReplicaPair.StartAsync(upstream, database.UrlThrough(cutOff));
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        upstream.OnRequest = _ => new() { Cues = [new(Point.Event("message_delta"), Act.Pause(gate))] };
        var open = StreamAsync(weir, ada);
        await gate.Reached.WaitAsync(Cancellation);
        upstream.OnRequest = _ => new();

        Cut(cutOff, isSilent);
        var refusals = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => RefusalAsync(weir, ada)));
        gate.Open();
        var streamed = await open;
        cutOff.Restore();
        await Eventually.IsTrueAsync(async () => (await StreamAsync(weir, ada)).Status == 200, Cancellation, TimeSpan.FromSeconds(5));

        Assert.All(refusals, seconds => Assert.InRange(seconds, 0, LongestRefusal));
        Assert.Equal(200, streamed.Status);
        Assert.Contains("message_stop", streamed.Text, StringComparison.Ordinal);
        await weir.HoldsItsInvariantsAsync();
        Assert.Equal(upstream.Book.Attempts.Count, (await LedgerLines.WhenSettledAsync(weir.Services, Cancellation)).Count);
    }

    private static Task<RawAnswer> StreamAsync(WeirHost weir, Account ada) =>
        Post.SendAsync(weir.Address, Post.Messages(ada.Key, Post.Question(stream: true)), Cancellation);

    private static void Cut(CutOff cutOff, bool isSilent)
    {
        if (isSilent)
        {
            cutOff.BlackHole();
        }
        else
        {
            cutOff.Refuse();
        }
    }

    /// <summary>How long it took, in seconds.</summary>
    private static async Task<double> RefusalAsync(WeirHost weir, Account ada)
    {
        var began = Stopwatch.GetTimestamp();
        var refusal = await StreamAsync(weir, ada);
        Assert.Equal((503, "2"), (refusal.Status, refusal.Head["retry-after"]));
        Assert.Contains("metering_unavailable", refusal.Text, StringComparison.Ordinal);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
