using System.Globalization;
using System.Text;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference.Ollama;

/// <summary>
/// However an exchange with an Ollama box ends, one entry is left of each attempt: equal to the truth where the box reported, else not below it
/// and not above what was set aside.
/// </summary>
public sealed class OllamaEndingTests
{
    private const int Rounds = 300;

    private const int AtOnce = 64;

    /// <summary>Below the 300 tokens a second that Weir holds a model to be capable of.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private static readonly string[] Models = [.. Enumerable.Range(0, Rounds).Select(i => $"m-{i}:latest")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallerGone_AtRandomOffsets_LeavesOneTrueEntryEach(bool stream)
    {
        var random = new Random(21);
        var offsets = Enumerable.Range(0, Rounds).Select(_ => random.Next(0, stream ? 6_000 : 900)).ToArray();
        await using var box = NewBox(request =>
        {
            var offset = offsets[NumberOf(request)];
            return new()
            {
                Output = _ => 10 + (request.Number % 40),
                Gap = Pace,
                HiddenTokens = request.Number % 3,
                ThinkingTokens = request.Number % 5,
                // It makes nothing more when its caller leaves: nobody could know of a token that is made before the word arrives.
                Cues = offset == 0 ? [new(Point.Tokens(1), Act.Stall)] : stream ? [new(Point.Part(offset), Act.Stall)] : [],
            };
        });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000_000, Cancellation);

        await Parallel.ForAsync(0, Rounds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (i, cancellation) =>
        {
            using var client = await RawClient.ConnectAsync(weir.Address, cancellation);
            await client.SendAsync(Question(ada, i, stream), cancellation);
            if (offsets[i] > 0)
            {
                var answer = await client.ReadHeadAsync(cancellation);
                await answer.ReadToAsync(offsets[i], cancellation);
            }

            client.Abort();
        });

        // A caller may have left before Weir sent anything: then there is no attempt, and no entry.
        await HoldAgainstAsync(weir, box);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UpstreamCut_AtRandomOffsets_LeavesOneTrueEntryEachAndTellsTheCaller(bool stream)
    {
        var random = new Random(22);
        var offsets = Enumerable.Range(0, Rounds).Select(_ => random.Next(-1, stream ? 5_000 : 700)).ToArray();
        await using var box = NewBox(request =>
        {
            var i = NumberOf(request);
            return new()
            {
                Output = _ => 10 + (i % 40),
                Gap = Pace,
                ThinkingTokens = i % 4,
                Cues = [new(offsets[i] < 0 ? Point.Head : Point.Byte(offsets[i]), i % 2 == 0 ? Act.Cut : Act.Reset)],
                // A cut just behind a whole answer would otherwise hit the next request on the connection, before the box has seen it.
                Headers = [("connection", "close")],
            };
        });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000_000, Cancellation);

        await Parallel.ForAsync(0, Rounds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation }, async (i, cancellation) =>
        {
            var answer = await Post.SendAsync(weir.Address, Question(ada, i, stream), cancellation);
            var truth = box.Book.Attempts.Single(attempt => attempt.Request.Model == $"m-{i}");
            await truth.Done;
            if (truth.FinalUsage is not null)
            {
                // The cut came behind the last byte, or would have.
                Assert.Equal(truth.Sent, answer.Body);
            }
            else if (stream && answer.Status == 200)
            {
                AssertTold(truth, answer);
            }
            else
            {
                Assert.Equal(502, answer.Status);
                Assert.StartsWith("""{"error":"The upstream """, answer.Text, StringComparison.Ordinal);
            }
        });

        var lines = await HoldAgainstAsync(weir, box);
        Assert.Equal(Rounds, lines.Count);
    }

    [Fact]
    public async Task CallerGone_WithLittleLeft_IsCancelledAtOnceAllTheSame()
    {
        await using var box = NewBox(_ => new() { Output = cap => cap, Cues = [new(Point.Tokens(10), Act.Stall)] });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        using var client = await RawClient.ConnectAsync(weir.Address, Cancellation);

        await client.SendAsync(Question(ada, 0, stream: true), Cancellation);
        var answer = await client.ReadHeadAsync(Cancellation);
        await answer.ReadToAsync(200, Cancellation);
        client.Abort();

        await box.Book.WhenAsync(book => book.Attempts is [{ End: AttemptEnd.PeerGone }], Cancellation);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((AttemptOutcome.ClientGone, UsageSource.Estimated), (line.Outcome, line.Source));
        Truths.Hold(box.Book.Attempts[0], line);
        Assert.InRange(line.Output, 10, 99);
    }

    [Theory]
    [InlineData(400, 400)]
    [InlineData(404, 404)]
    [InlineData(429, 429)]
    [InlineData(500, 500)]
    [InlineData(503, 503)]
    [InlineData(401, 502)]
    [InlineData(403, 502)]
    public async Task UpstreamError_OfAnyStatus_CostsNothingAndHasItsRow(int status, int expected)
    {
        await using var box = NewBox(_ => Script.Failing(status, "", "server busy, please try again."));
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Question(ada, 0, stream: true), Cancellation);

        Assert.Equal(expected, answer.Status);
        Assert.StartsWith("""{"error":" """.Trim(), answer.Text, StringComparison.Ordinal);
        Assert.Equal(expected == status, answer.Text == """{"error":"server busy, please try again."}""");
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((LedgerEntryKind.Voided, 0L, status), (line.Kind, line.Total, line.Status));
    }

    [Theory]
    [InlineData("text/html", "<html>Bad gateway</html>", 200)]
    [InlineData("application/json", "not json", 200)]
    [InlineData("text/plain", "404 page not found", 404)]
    public async Task UpstreamGarbage_OfAnyStatus_BecomesAnErrorOfTheDialect(string contentType, string body, int status)
    {
        await using var box = NewBox(_ => new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Question(ada, 0, stream: false), Cancellation);

        Assert.Equal(status == 200 ? 502 : status, answer.Status);
        Assert.StartsWith("""{"error":"The upstream answered with""", answer.Text, StringComparison.Ordinal);
        Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
    }

    [Fact]
    public async Task UpstreamErrorLine_EndsTheStreamAndIsPaidByEstimate()
    {
        await using var box = NewBox(_ => new() { Cues = [new(Point.Tokens(5), Act.ErrorEvent("", "unexpected EOF"))] });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Question(ada, 0, stream: true), Cancellation);

        Assert.EndsWith("{\"error\":\"unexpected EOF\"}\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(box.Book.Attempts[0].Sent, answer.Body);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((AttemptOutcome.UpstreamError, UsageSource.Estimated), (line.Outcome, line.Source));
        Truths.Hold(box.Book.Attempts[0], line);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_WithoutCounts_IsPaidByItsCharacters(bool stream)
    {
        await using var box = NewBox(_ => new() { FinalUsage = _ => null });
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Question(ada, 0, stream), Cancellation);

        var text = string.Concat(TestKit.Asking.Lines(answer).Select(part => (string?)part["message"]!["content"]));
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((1L, (text.Length + 3L) / 4, UsageSource.Estimated), (line.TotalInput, line.Output, line.Source));
        Assert.Equal(AttemptOutcome.Completed, line.Outcome);
    }

    [Theory]
    [InlineData("""{"model":"m-0","messages":[]}""", "load")]
    [InlineData("""{"model":"m-0","messages":[],"keep_alive":0}""", "unload")]
    public async Task Load_OfAModel_CostsNothing(string body, string reason)
    {
        await using var box = NewBox(_ => new());
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, OllamaHost.Post("/api/chat", ada.Key, body), Cancellation);

        Assert.Contains($"\"done_reason\":\"{reason}\"", answer.Text, StringComparison.Ordinal);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((0L, UsageSource.Reported, LedgerEntryKind.Posted), (line.Total, line.Source, line.Kind));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_OfTheOtherForm_IsReadByItsContentType(bool stream)
    {
        await using var box = NewBox(_ => new());
        await using var weir = await OllamaHost.StartAsync(box, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);
        var last = """{"model":"m-0","message":{"role":"assistant","content":"Hi"},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":6}""";
        box.OnRequest = _ => stream
            ? new() { Body = Encoding.UTF8.GetBytes(last), ContentType = "application/json; charset=utf-8" }
            : new() { Body = Encoding.UTF8.GetBytes(last + "\n"), ContentType = "application/x-ndjson" };

        var answer = await Post.SendAsync(weir.Address, Question(ada, 0, stream), Cancellation);

        Assert.Equal(stream ? last : last + "\n", answer.Text);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((5L, 6L, UsageSource.Reported), (line.TotalInput, line.Output, line.Source));
    }

    private static FakeUpstream NewBox(Func<ReceivedRequest, Script> onRequest)
    {
        var box = OllamaHost.NewBox(request => request.Method == "POST" ? onRequest(request) : new());
        box.Models = Models;
        return box;
    }

    private static byte[] Question(Account ada, int i, bool stream) =>
        OllamaHost.Post("/api/chat", ada.Key, OllamaHost.Chat($"m-{i}", $$""","stream":{{(stream ? "true" : "false")}},"options":{"num_predict":99}"""));

    /// <summary>Of the round that a request belongs to, by the model that it asks for.</summary>
    private static int NumberOf(ReceivedRequest request) => int.Parse(request.Model![2..], CultureInfo.InvariantCulture);

    /// <summary>What came before the cut came unchanged, and then a line that tells.</summary>
    private static void AssertTold(AttemptTruth truth, RawAnswer answer)
    {
        var error = answer.Text.LastIndexOf("{\"error\":", StringComparison.Ordinal);
        Assert.True(error >= 0, answer.Text);
        Assert.True(error == 0 || answer.Text[error - 1] == '\n', answer.Text);
        Assert.StartsWith(answer.Text[..error], Encoding.UTF8.GetString(truth.Sent), StringComparison.Ordinal);
        Assert.EndsWith("}\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(BodyEnd.Complete, answer.End);
    }

    private static async Task<IReadOnlyList<LedgerLine>> HoldAgainstAsync(WeirHost weir, FakeUpstream box)
    {
        await Task.WhenAll(box.Book.Attempts.Select(attempt => attempt.Done)).WaitAsync(Cancellation);
        var lines = await LedgerLines.WhenSettledAsync(weir.Services, Cancellation);
        var byModel = lines.Where(line => line.Kind != LedgerEntryKind.Voided || line.Status != 0).ToDictionary(line => line.Model);
        Assert.Equal(box.Book.Attempts.Count, byModel.Count);
        foreach (var truth in box.Book.Attempts)
        {
            Truths.Hold(truth, byModel[truth.Request.Model!]);
        }

        return lines;
    }
}
