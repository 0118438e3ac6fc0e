using System.Text;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.IntegrationTests.TestKit;

/// <summary>What input costs at the fake upstream stays below the bound by which it is reserved.</summary>
public sealed class TrueInputTests
{
    private const string Image = "AAAAAAAA";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(UpstreamKind.Anthropic, "/v1/messages", """{"model":"m","max_tokens":1,"system":"s","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"base64","data":"IMAGE"}}]}]}],"tools":[{"name":"f"}]}""", 1)]
    [InlineData(UpstreamKind.Ollama, "/api/chat", """{"model":"qwen3:8b","messages":[{"role":"user","content":"Hi","images":["IMAGE","IMAGE"]}],"tools":[{"type":"function","function":{"name":"f"}}]}""", 2)]
    [InlineData(UpstreamKind.Ollama, "/api/generate", """{"model":"qwen3:8b","prompt":"Hi","images":["IMAGE"],"context":[1,2,3,4,5]}""", 1)]
    [InlineData(UpstreamKind.Ollama, "/v1/chat/completions", """{"model":"qwen3:8b","MESSAGES":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,IMAGE"}}]}]}""", 1)]
    [InlineData(UpstreamKind.OpenAI, "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,IMAGE"}},{"type":"input_audio","input_audio":{"data":"IMAGE"}}]}]}""", 2)]
    [InlineData(UpstreamKind.OpenAI, "/v1/responses", """{"model":"m","input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_image","image_url":"data:image/png;base64,IMAGE"}]},{"role":"user","content":[{"type":"input_file","file_data":"IMAGE"}]}]}""", 2)]
    [InlineData(UpstreamKind.OpenAI, "/v1/embeddings", """{"model":"m","input":[[1,2,3,4,5,6,7,8],[9]]}""", 0)]
    [InlineData(UpstreamKind.OpenAI, "/v1/embeddings", """{"model":"m","input":[1,2,3,4,5,6,7,8,9]}""", 0)]
    public async Task Input_OfEveryWire_LeavesMediaOutAndStaysBelowTheBound(UpstreamKind kind, string path, string body, int media)
    {
        await using var upstream = new FakeUpstream { Kind = kind };
        var large = body.Replace("IMAGE", string.Concat(Enumerable.Repeat(Image, 10_000)), StringComparison.Ordinal);

        await Asking.AskAsync(upstream, Asking.Post(path, body.Replace("IMAGE", Image, StringComparison.Ordinal)), Cancellation);
        await Asking.AskAsync(upstream, Asking.Post(path, large), Cancellation);

        var input = upstream.Book.Attempts[0].Input;
        Assert.Equal(input, upstream.Book.Attempts[1].Input);
        Assert.InRange(input, (media * 1_500) + 11, (media * 5_000) + Encoding.UTF8.GetByteCount(body) - (media * "IMAGE".Length) + 1_024);
    }

    [Theory]
    [InlineData("""{"model":"m","input":[1,2,3,4,5,6,7,8,9]}""")]
    [InlineData("""{"model":"m","input":[[1,2,3],[4,5,6,7,8],[9]]}""")]
    public async Task Numbers_InPlaceOfText_AreATokenEach(string body)
    {
        await using var upstream = new FakeUpstream { Kind = UpstreamKind.OpenAI };

        await Asking.AskAsync(upstream, Asking.Post("/v1/embeddings", body), Cancellation);

        Assert.InRange(Assert.Single(upstream.Book.Attempts).Input, 10 + 9, 10 + 9 + (body.Length / 4));
    }
}
