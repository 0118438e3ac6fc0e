using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class ChatPeekTests
{
    private readonly OpenAIChat _chat = new();

    [Fact]
    public void Peek_OrdinaryRequest_FindsWhatMatters()
    {
        const string body = """ { "stream" : true ,"model":"gpt-x", "max_completion_tokens" :  1024, "stream_options":{"include_usage":true}, "messages":[{"role":"user","content":"hi"}], "n":2, "store":true } """;

        var peek = _chat.Peek(body);

        Assert.Equal(("gpt-x", true, 1024L, 2L), (peek.Model, peek.Stream, peek.OutputCap, peek.Choices));
        Assert.True(peek.AsksForUsage);
        Assert.True(peek.KeepsAnswer);
        Assert.Equal("1024", body.Substring(peek.OutputCapAt.Start, peek.OutputCapAt.Length));
        Assert.Empty(peek.StoredStates);
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""")]
    [InlineData("""{"model":"a","m\u006fdel":"b"}""")]
    [InlineData("""{"MODEL":"a"}""")]
    [InlineData("""{"max_tokens":5,"max_tokens":6}""")]
    [InlineData("""{"Max_Tokens":5}""")]
    [InlineData("""{"max_completion_to\u212aens":5}""")]
    [InlineData("{\"max_completion_to\u212Aens\":5}")]
    [InlineData("{\"mes\u017Fages\":[]}")]
    [InlineData("""{"N":5}""")]
    [InlineData("""{"n":2,"\u006e":3}""")]
    [InlineData("""{"Stream_Options":{}}""")]
    [InlineData("""{"stream_options":{"include_usage":true,"include_usage":false}}""")]
    [InlineData("""{"stream_options":{"include_usage":true,"include\u005fusage":false}}""")]
    [InlineData("""{"stream_options":{"Include_Usage":true}}""")]
    [InlineData("""{"stream_options":{"include_u\u017fage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage":"yes"}}""")]
    [InlineData("""{"stream_options":true}""")]
    [InlineData("""{"model":5}""")]
    [InlineData("""{"max_tokens":"5"}""")]
    [InlineData("""{"max_tokens":1e3}""")]
    [InlineData("""{"max_tokens":0}""")]
    [InlineData("""{"max_tokens":-1}""")]
    [InlineData("""{"max_completion_tokens":1.5}""")]
    [InlineData("""{"max_completion_tokens":99999999999999999999}""")]
    [InlineData("""{"n":0}""")]
    [InlineData("""{"n":-1}""")]
    [InlineData("""{"n":129}""")]
    [InlineData("""{"n":9223372036854775807}""")]
    [InlineData("""{"n":"2"}""")]
    [InlineData("""{"n_predict":"2"}""")]
    [InlineData("""{"stream":"true"}""")]
    [InlineData("""{"store":1}""")]
    [InlineData("""{"messages":{}}""")]
    [InlineData("""{"messages":["hi"]}""")]
    [InlineData("""{"messages":null}""")]
    [InlineData("""{"tools":"all"}""")]
    [InlineData("""{"functions":{}}""")]
    [InlineData("""{"web_search_options":true}""")]
    [InlineData("""{"models":"b"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"model":"a"} {"model":"b"}""")]
    [InlineData("""{"model":"a",}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Peek_BodyThatParsersReadDifferently_IsRefused(string body) => Assert.NotNull(_chat.Problem(body));

    [Theory]
    [InlineData(255, true)]
    [InlineData(257, false)]
    public void Peek_Depth_IsBounded(int depth, bool passes) =>
        Assert.Equal(passes, _chat.Problem("{\"x\":" + new string('[', depth) + new string(']', depth) + "}") is null);

    [Theory]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f","parameters":{"MODEL":1,"model":2,"model":3,"\ud800":4}}}]}""")]
    [InlineData("""{"metadata":{"max_tokens":1,"max_tokens":2,"N":"a"}}""")]
    [InlineData("""{"stream_options":{"include_obfuscation":true,"INCLUDE_OBFUSCATION":1}}""")]
    [InlineData("""{"stream_options":null,"max_tokens":null,"max_completion_tokens":null,"n":null,"tools":null,"store":null,"web_search_options":null,"n_predict":null}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"model\":1,\"model\":2}"}}]}]}""")]
    public void Peek_OddButLegalJsonElsewhere_Passes(string body) => Assert.Null(_chat.Problem(body));

    [Theory]
    [InlineData("""{"max_tokens":100}""", 100, false)]
    [InlineData("""{"max_tokens":100,"max_completion_tokens":50}""", 50, true)]
    [InlineData("""{"max_completion_tokens":50,"max_tokens":100}""", 50, true)]
    [InlineData("""{"max_completion_tokens":50,"max_tokens":50}""", 50, false)]
    [InlineData("""{"max_completion_tokens":null,"max_tokens":50}""", 50, false)]
    public void Peek_TwoCaps_TheSmallerIsAskedFor(string body, long cap, bool differ)
    {
        var peek = _chat.Peek(body);

        Assert.Equal((cap, differ), (peek.OutputCap!.Value, peek.CapsDiffer));
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAAAA"}}""", 8)]
    [InlineData("""{"image_url":{"detail":"high","url":"data:image\/png;base64,AAAA\/AAA"},"type":"image_url"}""", 9)]
    [InlineData("""{"type":"image_url","image_url":"data:image/jpeg;base64,AAAA"}""", 4)]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}""", 0)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","url":"data:image/png;base64,BB"}}""", 0)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"},"image_url":{}}""", 0)]
    [InlineData("""{"type":"image_url","type":"text","image_url":{"url":"data:image/png;base64,AAAA"}}""", 0)]
    [InlineData("""{"type":"text","text":"x","image_url":{"url":"data:image/png;base64,AAAA"}}""", 0)]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:text/plain;base64,AAAA"}}""", 0)]
    public void Peek_Image_CountsByThePictureAndNotItsBytes(string part, long bytes)
    {
        var peek = _chat.Peek($$"""{"messages":[{"role":"user","content":[{{part}}]}]}""");

        Assert.Equal((1, bytes), (peek.Images, peek.MediaBytes));
        Assert.False(peek.HasOpaqueDocuments);
    }

    [Theory]
    [InlineData("""{"type":"text","text":"data:image/png;base64,AAAA"}""", false)]
    [InlineData("""{"type":"refusal","refusal":"no"}""", false)]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", true)]
    [InlineData("""{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA"}}""", true)]
    [InlineData("""{"type":"video_url","video_url":{"url":"https://x"}}""", true)]
    [InlineData("""{"ty\u0070e":"fi\u006ce","file":{}}""", true)]
    public void Peek_PartThatIsNeitherTextNorPicture_IsOpaque(string part, bool opaque) =>
        Assert.Equal(opaque, _chat.Peek($$"""{"messages":[{"role":"user","content":[{{part}}]}]}""").HasOpaqueDocuments);

    [Theory]
    [InlineData("""{"tools":[{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}]}""", 0)]
    [InlineData("""{"functions":[{"name":"f"}]}""", 0)]
    [InlineData("""{"tools":[{"type":"web_search"},{"type":"of_tomorrow"}]}""", 2)]
    [InlineData("""{"web_search_options":{}}""", 1)]
    [InlineData("""{"plugins":[{"id":"web"},{"id":"file-parser"}]}""", 2)]
    public void Peek_WhatTheRequestDoesNotBound_IsSurcharged(string body, int surcharges)
    {
        var peek = _chat.Peek(body);

        Assert.Equal(surcharges, peek.Surcharges);
        Assert.Equal(body.Contains("tools", StringComparison.Ordinal) || body.Contains("functions", StringComparison.Ordinal), peek.HasTools);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""")]
    public void Peek_IdsOfKeptState_AreFound(string body) => Assert.Single(_chat.Peek(body).StoredStates);

    [Fact]
    public void Peek_FurtherModels_AreFound() => Assert.Equal(["b", "c"], _chat.Peek("""{"model":"a","models":["b","c"]}""").FurtherModels);

    [Theory]
    [InlineData("""{"max_tokens":10,"n_predict":5000}""", 5_000)]
    [InlineData("""{"max_tokens":10,"n_predict":-1}""", long.MaxValue)]
    [InlineData("""{"max_tokens":10}""", 0)]
    public void Peek_OverrideOfTheCap_IsReservedToo(string body, long cap) => Assert.Equal(cap, _chat.Peek(body).FurtherCap);

    [Fact]
    public void Peek_ChoicesByAnotherName_Count() => Assert.Equal(7, _chat.Peek("""{"n":2,"n_cmpl":7}""").Choices);

    [Theory]
    [InlineData("{}", true, false)]
    [InlineData("""{"reasoning_effort":"none"}""", false, false)]
    [InlineData("""{"reasoning_effort":null}""", true, false)]
    [InlineData("""{"reasoning_effort":"high"}""", true, true)]
    [InlineData("""{"reasoning":{"effort":"none"}}""", false, false)]
    [InlineData("""{"reasoning":{"exclude":true}}""", true, true)]
    [InlineData("""{"prediction":{"type":"content","content":"x"},"reasoning_effort":"none"}""", true, true)]
    public void Peek_HiddenOutput_DependsOnTheUpstream(string body, bool atOpenAI, bool elsewhere)
    {
        var peek = _chat.Peek(body);

        Assert.Equal(atOpenAI, _chat.MayHideOutput(peek, UpstreamKind.OpenAI));
        Assert.Equal(elsewhere, _chat.MayHideOutput(peek, UpstreamKind.OpenAICompatible));
    }

    [Fact]
    public void Peek_TooManyIds_AreNotAllKept()
    {
        var files = string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$$"""{"type":"file","file":{"file_id":"file-{{{i}}}"}}"""));

        Assert.Equal(RequestPeek.MostStoredStates + 1, _chat.Peek($$"""{"messages":[{"role":"user","content":[{{files}}]}]}""").StoredStates.Count);
    }
}
