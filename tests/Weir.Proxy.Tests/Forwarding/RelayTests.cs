using System.Text;
using Weir.Accounting;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Tests.Forwarding;

public sealed class RelayTests
{
    private const string Stream =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"cache_creation_input_tokens\":10,\"cache_read_input_tokens\":100,\"cache_creation\":{\"ephemeral_5m_input_tokens\":6,\"ephemeral_1h_input_tokens\":4},\"output_tokens\":1}}}\n\n"
        + ": a comment é\n\n"
        + "event: ping\ndata: {\"type\":\"ping\"}\n\n"
        + "event: content_block_delta\r\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Grüße 😀\"}}\r\n\r\n"
        + "event: something_new\ndata: {\"usage\":{\"output_tokens\":9999}}\n\n"
        + "event: message_delta\rdata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}}\r\r"
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private const string Answer =
        """{"id":"msg_1","content":[{"type":"text","text":"\"usage\":{"}],"usage":{"input_tokens":3,"output_tokens":4,"cache_read_input_tokens":null}}""";

    [Fact]
    public async Task Relay_HundredThousandChunkings_SameBytesAndUsage()
    {
        var big = Stream.Replace("Grüße", new string('x', 1_000_000), StringComparison.Ordinal);
        var random = new Random(20261123);
        using var harness = new RelayHarness();
        for (var i = 0; i < 100_000; i++)
        {
            var isJson = i % 5 == 4;
            var text = isJson ? Answer + (i % 2 == 0 ? "\n" : "") : i % 1_000 == 0 ? big : i % 3 == 0 ? Stream.ReplaceLineEndings("\r\n") : Stream;
            var bytes = Encoding.UTF8.GetBytes(text);
            var largest = 1 << random.Next(1, bytes.Length > 100_000 ? 18 : 12);

            var (refusal, settlement) = await harness.RelayAsync(bytes, Chunkings.Random(random, i % 7 == 0 && bytes.Length < 100_000 ? 2 : largest), !isJson);

            Assert.Null(refusal);
            Assert.True(harness.Written.GetBuffer().AsSpan(0, (int)harness.Written.Length).SequenceEqual(bytes), $"chunking {i} changed bytes");
            Assert.Equal(isJson ? new Usage(3, 0, 0, 0, 4) : new Usage(25, 100, 6, 4, 15), settlement.Usage);
            Assert.Equal(UsageSource.Reported, settlement.Source);
            Assert.Equal(AttemptOutcome.Completed, settlement.Outcome);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_LastByte_WaitsForTheSettlement(bool stream)
    {
        using var harness = new RelayHarness();
        var bytes = Encoding.UTF8.GetBytes(stream ? Stream : Answer);
        var writtenAtSettlement = 0L;
        harness.Ledger.OnSettle = () =>
        {
            writtenAtSettlement = harness.Written.Length;
            return Task.CompletedTask;
        };

        await harness.RelayAsync(bytes, Chunkings.Random(new Random(1), 4096), stream);

        Assert.Equal(bytes.Length - 1, writtenAtSettlement);
        Assert.Equal(bytes.Length, harness.Written.Length);
    }

    [Fact]
    public async Task Relay_MessageStart_ShrinksTheReservationOnce()
    {
        using var harness = new RelayHarness();

        await harness.RelayAsync(Encoding.UTF8.GetBytes(Stream), Chunkings.Random(new Random(2), 16));

        Assert.Equal([135], harness.Ledger.Shrinks);
    }

    [Fact]
    public async Task Relay_CutAtEveryByte_EndsInAnErrorEventAndAnEstimateThatHolds()
    {
        using var harness = new RelayHarness();
        var whole = Encoding.UTF8.GetBytes(Stream);
        for (var cut = 0; cut < whole.Length - 1; cut++)
        {
            var (refusal, settlement) = await harness.RelayAsync(whole[..cut], Chunkings.Random(new Random(cut), 64), true, cut % 2 == 0 ? new IOException("reset") : null);

            Assert.Equal(AttemptOutcome.UpstreamCut, settlement.Outcome);
            Assert.True(settlement.Usage.TotalInput is 135 or 5_000_000);
            if (refusal is null)
            {
                // Whole events only, then the error: nothing is glued to half an event.
                Assert.EndsWith("\n\n", harness.WrittenText, StringComparison.Ordinal);
                var events = harness.WrittenText.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
                Assert.StartsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"", events[^1], StringComparison.Ordinal);
                Assert.All(events[..^1], text => Assert.Contains(text, Stream.ReplaceLineEndings("\n"), StringComparison.Ordinal));
            }
            else
            {
                Assert.Equal(RefusalReason.UpstreamCut, refusal.Reason);
                Assert.Equal(0, harness.Written.Length);
            }
        }
    }

    [Fact]
    public async Task Relay_ErrorEvent_EndsTheAnswerWithTheUpstreamsOwnWords()
    {
        using var harness = new RelayHarness();
        var bytes = Encoding.UTF8.GetBytes(Stream[..Stream.IndexOf("event: message_delta", StringComparison.Ordinal)]
            + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n");

        var (_, settlement) = await harness.RelayAsync(bytes, Chunkings.Random(new Random(3), 100));

        Assert.Equal(bytes, harness.Written.ToArray());
        Assert.Equal(AttemptOutcome.UpstreamError, settlement.Outcome);
        Assert.Equal(UsageSource.Estimated, settlement.Source);
        Assert.Equal(new Usage(25, 100, 6, 4, 12), settlement.Usage);
    }

    [Fact]
    public async Task Relay_StreamWithoutUsage_IsEstimatedByItsBytes()
    {
        using var harness = new RelayHarness();
        var bytes = Encoding.UTF8.GetBytes(
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

        var (_, settlement) = await harness.RelayAsync(bytes, Chunkings.Random(new Random(4), 9));

        Assert.Equal(UsageSource.Estimated, settlement.Source);
        Assert.Equal(new Usage(5_000_000, 0, 0, 0, 5), settlement.Usage);
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("[1,2]")]
    public async Task Relay_JsonThatIsNone_IsRefusedBeforeAByteIsOut(string body)
    {
        using var harness = new RelayHarness();

        var (refusal, settlement) = await harness.RelayAsync(Encoding.UTF8.GetBytes(body), Chunkings.Random(new Random(5), 3), stream: false);

        Assert.Equal(RefusalReason.UpstreamGarbled, refusal!.Reason);
        Assert.Equal(0, harness.Written.Length);
        Assert.Equal(AttemptOutcome.UpstreamGarbled, settlement.Outcome);
        Assert.Equal(LedgerEntryKind.Posted, settlement.Kind);
    }
}
