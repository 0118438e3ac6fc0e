using System.Text.Json;
using Weir.Accounting;
using Weir.IntegrationTests.Running;
using Weir.Proxy.Routing;
using Weir.TestKit.Upstreams;
using Weir.TestKit.Wire;
using Xunit;

namespace Weir.IntegrationTests.Inference;

/// <summary>What is particular to the Responses API: what the upstream keeps, and counting before the request.</summary>
public sealed class ResponsesTests
{
    private static readonly Mount Responses = Mount.Named("responses");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_ThatIsKept_IsItsUsersToGoOnFrom(bool stream)
    {
        await using var upstream = Responses.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        using var ben = await weir.AddAccountAsync("ben", null, Cancellation);
        var (id, item) = await AskAsync(weir, ada.Key, stream);

        var next = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, Following(id)), Cancellation);
        var referring = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, Referring(item)), Cancellation);
        var others = await Post.SendAsync(weir.Address, Responses.Request(ben.Key, Following(id)), Cancellation);
        var nobodys = await Post.SendAsync(weir.Address, Responses.Request(ben.Key, Following("resp_nobodys")), Cancellation);

        Assert.Equal((200, 200), (next.Status, referring.Status));
        Assert.Equal([Following(id), Referring(item)], upstream.Book.Attempts.Skip(1).Select(attempt => attempt.Request.Text));
        Assert.Equal(400, others.Status);
        Assert.Equal(others.Text, nobodys.Text.Replace("resp_nobodys", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_ThatIsNotKept_CannotBeReferredTo()
    {
        await using var upstream = Responses.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        var (id, _) = await AskAsync(weir, ada.Key, stream: false, ",\"store\":false");

        var next = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, Following(id)), Cancellation);

        Assert.Equal(400, next.Status);
        Assert.Single(upstream.Book.Attempts);
    }

    [Fact]
    public async Task Conversation_StaysWithTheUpstreamThatKeepsIt()
    {
        await using var first = Responses.NewUpstream(request => request.AsksForRun ? Script.Failing(500, "server_error", "No.") : new());
        await using var second = Responses.NewUpstream();
        await using var weir = await WeirHost.StartAsync(null, Cancellation);
        RouteConfig[] routes =
        [
            new("a-model", RouteSpread.Ordered, [new("first"), new("second")]),
            new("elsewhere", RouteSpread.Ordered, [new("first")]),
        ];
        weir.Route([RoutedUpstreams.Config(first, "first"), RoutedUpstreams.Config(second, "second")], routes);
        using var ada = await weir.AddAccountAsync("ada", null, Cancellation);
        var (id, _) = await AskAsync(weir, ada.Key, stream: true);
        first.OnRequest = _ => new();

        var next = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, Following(id)), Cancellation);
        var elsewhere = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, Following(id, "elsewhere")), Cancellation);

        Assert.Equal(200, next.Status);
        Assert.Equal(400, elsewhere.Status);
        Assert.Contains("does not serve this model", elsewhere.Text, StringComparison.Ordinal);
        Assert.Equal((1, 2), (first.Book.Attempts.Count, second.Book.Attempts.Count));
    }

    [Fact]
    public async Task Input_NearTheLimit_IsCountedByTheUpstream()
    {
        await using var upstream = Responses.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        // By its bytes the input would be over the limit; a quarter of it isn't.
        using var ada = await weir.AddAccountAsync("ada", 20_000, Cancellation);
        var body = $$"""{"model":"a-model","max_output_tokens":100,"input":"{{new string('x', 40_000)}}"}""";

        var answer = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, body), Cancellation);

        Assert.Equal(200, answer.Status);
        Assert.Contains(upstream.Book.Requests, request => request.Path == "/v1/responses/input_tokens");
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.InRange(line.Reserved, line.Total, 11_000);
    }

    [Fact]
    public async Task ServerTool_UnderABudget_IsReservedWithASurcharge()
    {
        await using var upstream = Responses.NewUpstream();
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        await Post.SendAsync(
            weir.Address,
            Responses.Request(ada.Key, Responses.Question(stream: false, extra: ",\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"name\":\"f\"}]")),
            Cancellation);

        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.InRange(line.Reserved, 50_000, 60_000);
    }

    [Fact]
    public async Task LastEvent_OfAMegabyte_IsCountedAndUnchanged()
    {
        await using var upstream = Responses.NewUpstream(_ => new() { Output = _ => 60_000, TokensPerDelta = 1_000 });
        await using var weir = await WeirHost.StartAsync(upstream, Cancellation);
        using var ada = await weir.AddAccountAsync("ada", 1_000_000, Cancellation);

        var answer = await Post.SendAsync(weir.Address, Responses.Request(ada.Key, Responses.Question(stream: true, 100_000)), Cancellation);

        var truth = upstream.Book.Attempts[0];
        Assert.Equal(truth.Sent, answer.Body);
        var last = answer.Body.Length - answer.Text.LastIndexOf("\ndata: ", StringComparison.Ordinal);
        Assert.InRange(last, 256 * 1024, int.MaxValue);
        var line = Assert.Single(await LedgerLines.WhenSettledAsync(weir.Services, Cancellation));
        Assert.Equal((UsageSource.Reported, truth.Input, truth.Output), (line.Source, line.TotalInput, line.Output));
    }

    private static string Following(string id, string model = "a-model") =>
        $$"""{"model":"{{model}}","max_output_tokens":50,"previous_response_id":"{{id}}","input":"And then?"}""";

    private static string Referring(string item) =>
        $$"""{"model":"a-model","max_output_tokens":50,"input":[{"type":"item_reference","id":"{{item}}"},{"role":"user","content":"And then?"}]}""";

    /// <returns>The ids of the response and of its first item.</returns>
    private static async Task<(string Id, string Item)> AskAsync(WeirHost weir, string key, bool stream, string extra = "")
    {
        var answer = await Post.SendAsync(weir.Address, Responses.Request(key, Responses.Question(stream, extra: extra)), Cancellation);
        Assert.Equal(200, answer.Status);
        var json = stream ? answer.Text[(answer.Text.LastIndexOf("data: ", StringComparison.Ordinal) + "data: ".Length)..] : answer.Text;
        var response = stream ? JsonElement.Parse(json).GetProperty("response") : JsonElement.Parse(json);
        return (response.GetProperty("id").GetString()!, response.GetProperty("output")[0].GetProperty("id").GetString()!);
    }
}
