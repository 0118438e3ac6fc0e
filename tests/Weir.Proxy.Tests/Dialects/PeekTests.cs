using System.Text;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Anthropic;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Dialects;

public sealed class PeekTests
{
    [Fact]
    public void Peek_OrdinaryRequest_FindsWhatMatters()
    {
        var body = """ { "stream" : true , "model":"claude-x", "max_tokens" :  1024, "messages":[{"role":"user","content":"hi"}], "new_thing":{"model":"other"} } """;

        var peek = Read(body);

        Assert.Equal("claude-x", peek.Model);
        Assert.True(peek.Stream);
        Assert.Equal(1024, peek.OutputCap);
        Assert.Equal("1024", body.Substring(peek.OutputCapAt.Start, peek.OutputCapAt.Length));
        Assert.Equal("\"claude-x\"", body.Substring(peek.ModelAt.Start, peek.ModelAt.Length));
        Assert.Equal('{', body[peek.Top.InsertAt - 1]);
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""")]
    [InlineData("""{"model":"a","m\u006fdel":"b"}""")]
    [InlineData("""{"MODEL":"a"}""")]
    [InlineData("""{"model":"a","Max_Tokens":5}""")]
    [InlineData("""{"max_to\u212aens":5}""")]
    [InlineData("{\"max_to\u212Aens\":5}")]
    [InlineData("{\"mes\u017Fages\":[]}")]
    [InlineData("""{"me\u017f\u017fages":[]}""")]
    [InlineData("""{"\u004dodel":"a"}""")]
    [InlineData("""{"model":5}""")]
    [InlineData("""{"model":null}""")]
    [InlineData("""{"max_tokens":"5"}""")]
    [InlineData("""{"max_tokens":1e3}""")]
    [InlineData("""{"max_tokens":1.5}""")]
    [InlineData("""{"max_tokens":-1}""")]
    [InlineData("""{"max_tokens":99999999999999999999}""")]
    [InlineData("""{"stream":"true"}""")]
    [InlineData("""{"messages":{}}""")]
    [InlineData("""{"messages":["hi"]}""")]
    [InlineData("""{"tools":"all"}""")]
    [InlineData("""{"thinking":true}""")]
    [InlineData("""{"system":5}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"model":"\ud800"}""")]
    [InlineData("""{"model":"a"}}""")]
    [InlineData("""{"model":"a",}""")]
    [InlineData("""{"model":"a"} {"model":"b"}""")]
    [InlineData("{\"model\":\"a\" // comment\n}")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\uFEFF{}")]
    public void Peek_BodyThatParsersReadDifferently_IsRefused(string body)
    {
        Assert.NotNull(AnthropicPeek.Read(Encoding.UTF8.GetBytes(body), new RequestPeek()));
    }

    [Fact]
    public void Peek_InvalidUtf8_IsRefused() =>
        Assert.NotNull(AnthropicPeek.Read([.. "{\"model\":\"a"u8, 0xC3, (byte)'"', (byte)'}'], new RequestPeek()));

    [Theory]
    [InlineData(255, true)]
    [InlineData(257, false)]
    public void Peek_Depth_IsBounded(int depth, bool passes)
    {
        var body = "{\"x\":" + new string('[', depth) + new string(']', depth) + "}";

        Assert.Equal(passes, AnthropicPeek.Read(Encoding.UTF8.GetBytes(body), new RequestPeek()) is null);
    }

    [Theory]
    [InlineData("""{"tools":[{"name":"f","input_schema":{"MODEL":1,"model":2,"model":3,"\ud800":4}}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_use","input":{"model":1,"Model":2,"x":"\ud800"}}]}]}""")]
    [InlineData("""{"x":{"max_tokens":1,"max_tokens":2,"MAX_TOKENS":"a"}}""")]
    [InlineData("""{"models":"a","maxtokens":1,"stream":null,"tools":null,"thinking":null}""")]
    public void Peek_OddButLegalJsonElsewhere_Passes(string body) => Read(body);

    [Fact]
    public void Peek_Image_CountsByThePictureAndNotItsBytes()
    {
        var data = new string('A', 4000);
        var peek = Read($$"""{"messages":[{"role":"user","content":[{"source":{"data":"{{data}}","type":"base64","media_type":"image/png"},"type":"image"}]}]}""");

        Assert.Equal(1, peek.Images);
        Assert.Equal(4000, peek.MediaBytes);
    }

    [Theory]
    [InlineData("""{"type":"tool_use","input":{"type":"image","source":{"type":"base64","data":"AAAA"}}}""")]
    [InlineData("""{"type":"image","type":"text","source":{"type":"base64","data":"AAAA"}}""")]
    [InlineData("""{"type":"image","source":{"type":"base64","data":"AAAA"},"source":{"type":"base64","data":"BBBB"}}""")]
    [InlineData("""{"type":"image","source":{"type":"base64","data":"AAAA","data":"BB"}}""")]
    [InlineData("""{"type":"text","text":"x","source":{"type":"base64","data":"AAAA"}}""")]
    public void Peek_WhatOnlyLooksLikeAnImage_CountsInFull(string block) =>
        Assert.Equal(0, Read($$"""{"messages":[{"role":"user","content":[{{block}}]}]}""").MediaBytes);

    [Theory]
    [InlineData("""{"type":"document","source":{"type":"base64","data":"AAAA"}}""", true)]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://x"}}""", true)]
    [InlineData("""{"ty\u0070e":"docu\u006dent","source":{"type":"url","url":"https://x"}}""", true)]
    [InlineData("""{"type":"document"}""", true)]
    [InlineData("""{"type":"document","source":{"type":"text","data":"plain"}}""", false)]
    [InlineData("""{"type":"tool_result","content":[{"type":"document","source":{"type":"base64","data":"AAAA"}}]}""", true)]
    [InlineData("""{"type":"web_fetch_tool_result","content":{"type":"web_fetch_result","content":{"type":"document","source":{"type":"url","url":"https://x"}}}}""", true)]
    public void Peek_Document_IsOpaqueUnlessItIsText(string block, bool opaque) =>
        Assert.Equal(opaque, Read($$"""{"messages":[{"role":"user","content":[{{block}}]}]}""").HasOpaqueDocuments);

    [Theory]
    [InlineData("""{"tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"mine","input_schema":{}}]}""", 1)]
    [InlineData("""{"tools":[{"type":"bash_20250124","name":"bash"},{"type":"custom","name":"x"}]}""", 0)]
    [InlineData("""{"mcp_servers":[{"url":"https://a"},{"url":"https://b"}]}""", 2)]
    [InlineData("""{"context_management":{"edits":[{"type":"compact_20260112","trigger":{"type":"input_tokens","value":5}}]}}""", 1)]
    [InlineData("""{"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]},"messages":[]}""", 0)]
    [InlineData("""{"context_management":null,"messages":[]}""", 0)]
    public void Peek_WhatTheRequestDoesNotBound_IsSurcharged(string body, int surcharges) => Assert.Equal(surcharges, Read(body).Surcharges);

    [Theory]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":2048}}""", true, 2048)]
    [InlineData("""{"thinking":{"type":"adaptive","display":"omitted"}}""", true, 0)]
    [InlineData("""{"thinking":{"type":"disabled"}}""", false, 0)]
    public void Peek_Thinking_MayHideOutput(string body, bool hides, long budget)
    {
        var peek = Read(body);

        Assert.Equal(hides, peek.MayHideOutput);
        Assert.Equal(budget, peek.ThinkingBudget);
    }

    [Theory]
    [InlineData("""{"container":"container_1"}""")]
    [InlineData("""{"container":{"id":"container_1"}}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"file_1"}}]}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"container_upload","file_id":"file_1"}]}]}""")]
    [InlineData("""{"thread":{"type":"continue","previous_message_id":"msg_1"}}""")]
    [InlineData("""{"diagnostics":{"previous_message_id":"msg_1"}}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"web_fetch_tool_result","content":{"type":"web_fetch_result","content":{"type":"document","source":{"type":"file","file_id":"file_1"}}}}]}]}""")]
    public void Peek_IdsOfKeptState_AreFound(string body) => Assert.NotEmpty(Read(body).StoredStates);

    [Theory]
    [InlineData("""{"thread":{"type":"continue","previous_message_id":"msg_1"}}""", true)]
    [InlineData("""{"thread":{"type":"create"}}""", false)]
    [InlineData("""{"thread":null}""", false)]
    [InlineData("""{"diagnostics":{"previous_message_id":"msg_1"}}""", false)]
    public void Peek_ThreadThatGoesOn_IsTold(string body, bool continues) => Assert.Equal(continues, Read(body).ContinuesThread);

    [Theory]
    [InlineData("""{"type":"code_execution_tool_result","content":{"type":"code_execution_result","content":[{"type":"code_execution_output","file_id":"file_1"}]}}""")]
    public void Peek_FilesThatResultsTellOf_AreNoState(string block) =>
        Assert.Empty(Read($$"""{"messages":[{"role":"user","content":[{{block}}]}]}""").StoredStates);

    [Fact]
    public void Peek_CapOfAFurtherModel_IsFound() =>
        Assert.Equal(64_000, Read("""{"max_tokens":1000,"fallbacks":[{"model":"b","max_tokens":500},{"max_tokens":64000,"model":"c"}]}""").FurtherCap);

    [Fact]
    public void Peek_LongModel_IsRefused() =>
        Assert.NotNull(AnthropicPeek.Read(Encoding.UTF8.GetBytes($$"""{"model":"{{new string('m', 257)}}"}"""), new RequestPeek()));

    [Theory]
    [InlineData("""{"fallback":{"model":"b"}}""")]
    [InlineData("""{"fallbacks":[{"model":"b","max_tokens":5}]}""")]
    [InlineData("""{"fallbacks":["b"]}""")]
    [InlineData("""{"tools":[{"type":"advisor_20260101","model":"b"}]}""")]
    public void Peek_FurtherModels_AreFound(string body) => Assert.Equal(["b"], Read(body).FurtherModels);

    [Fact]
    public void CountBody_TakesOverOnlyWhatCountTokensKnows()
    {
        var body = """{"model":"m","max_tokens":5,"stream":true,"messages":[],"metadata":{},"tools":[{"name":"f"}]}""";

        var question = new AnthropicMessages().CountQuestion(Encoding.UTF8.GetBytes(body), Read(body), UpstreamKind.Anthropic)!;

        Assert.Equal("""{"model":"m","messages":[],"tools":[{"name":"f"}]}""", Encoding.UTF8.GetString(question.Body));
    }

    private static RequestPeek Read(string body)
    {
        var peek = new RequestPeek();
        Assert.Null(AnthropicPeek.Read(Encoding.UTF8.GetBytes(body), peek));
        return peek;
    }
}
