using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class ResponsesPeekTests
{
    private readonly OpenAIResponses _responses = new();

    [Theory]
    [InlineData("""{"input":"a","input":"b"}""")]
    [InlineData("""{"Input":"a"}""")]
    [InlineData("""{"max_output_tokens":5,"max_output_to\u212aens":50000}""")]
    [InlineData("""{"max_output_tokens":0}""")]
    [InlineData("""{"max_output_tokens":"5"}""")]
    [InlineData("""{"input":5}""")]
    [InlineData("""{"input":["hi"]}""")]
    [InlineData("""{"instructions":[]}""")]
    [InlineData("""{"background":true}""")]
    [InlineData("""{"background":"no"}""")]
    [InlineData("""{"BACKGROUND":false}""")]
    [InlineData("""{"store":"no"}""")]
    [InlineData("""{"previou\u017f_response_id":"resp_1"}""")]
    [InlineData("""{"tools":{}}""")]
    [InlineData("""{"reasoning":"high"}""")]
    public void Peek_BodyThatIsWrong_IsRefused(string body) => Assert.NotNull(_responses.Problem(body));

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"store":null}""", true)]
    [InlineData("""{"store":true}""", true)]
    [InlineData("""{"store":false,"background":false}""", false)]
    public void Peek_Answer_IsKeptUnlessItIsToBeForgotten(string body, bool keeps) => Assert.Equal(keeps, _responses.Peek(body).KeepsAnswer);

    [Theory]
    [InlineData("""{"previous_response_id":"resp_1"}""", "resp_1", 1)]
    [InlineData("""{"conversation":"conv_1"}""", "conv_1", 1)]
    [InlineData("""{"conversation":{"id":"conv_1"}}""", "conv_1", 1)]
    [InlineData("""{"prompt":{"id":"pmpt_1","version":"2","variables":{"id":"x"}}}""", "pmpt_1", 1)]
    [InlineData("""{"input":[{"type":"item_reference","id":"msg_1"}]}""", "msg_1", 1)]
    [InlineData("""{"input":[{"id":"msg_1"}]}""", "msg_1", 1)]
    [InlineData("""{"input":[{"type":"reasoning","id":"rs_1","summary":[]}]}""", "rs_1", 1)]
    [InlineData("""{"input":[{"type":"reasoning","id":"rs_1","encrypted_content":"","content":[ ]}]}""", "rs_1", 1)]
    [InlineData("""{"input":[{"type":"message","type":"item_reference","id":"msg_1","role":"user","content":"x"}]}""", "msg_1", 1)]
    [InlineData("""{"input":[{"type":"image_generation_call","id":"ig_1"}]}""", "ig_1", 1)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","file_id":"file-1"}]}]}""", "file-1", 0)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""", "file-1", 0)]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"file-1"}]}]}""", "file-1", 0)]
    [InlineData("""{"input":[{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","file_id":"file-1"}}]}""", "file-1", 0)]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":"cntr_1"}]}""", "cntr_1", 1)]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["file-1"]}}]}""", "file-1", 1)]
    [InlineData("""{"tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}""", "vs_1", 1)]
    [InlineData("""{"tools":[{"type":"shell","environment":{"type":"container_reference","container_id":"cntr_1"}}]}""", "cntr_1", 1)]
    [InlineData("""{"tools":[{"type":"namespace","name":"n","tools":[{"type":"image_generation","input_image_mask":{"file_id":"file-1"}}]}]}""", "file-1", 1)]
    public void Peek_IdsOfKeptState_AreFound(string body, string id, int surcharges)
    {
        var peek = _responses.Peek(body);

        Assert.Equal(id, Assert.Single(peek.StoredStates));
        Assert.Equal(surcharges, peek.Surcharges);
    }

    [Theory]
    [InlineData("""{"input":[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"x","annotations":[{"type":"file_citation","file_id":"file-1"}]}]}]}""")]
    [InlineData("""{"input":[{"id":"msg_1","role":"assistant","content":"x"}]}""")]
    [InlineData("""{"input":[{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{}"}]}""")]
    [InlineData("""{"input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}]}""")]
    [InlineData("""{"input":[{"type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"x"}]}]}""")]
    [InlineData("""{"input":[{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q"}}]}""")]
    [InlineData("""{"previous_response_id":null,"conversation":null,"prompt":null}""")]
    public void Peek_WhatStandsInTheRequest_IsNoState(string body)
    {
        var peek = _responses.Peek(body);

        Assert.Empty(peek.StoredStates);
        Assert.Equal(0, peek.Surcharges);
    }

    [Theory]
    [InlineData("""[{"type":"function","name":"f","parameters":{}},{"type":"custom","name":"c"},{"type":"local_shell"},{"type":"apply_patch"},{"type":"shell"}]""", 0)]
    [InlineData("""[{"type":"shell","environment":{"type":"local"}}]""", 0)]
    [InlineData("""[{"type":"shell","environment":{"type":"container_auto"}}]""", 1)]
    [InlineData("""[{"type":"shell","environment":{"type":"local","type":"container_auto"}}]""", 1)]
    [InlineData("""[{"type":"namespace","name":"n","tools":[{"type":"function","name":"f"}]}]""", 0)]
    [InlineData("""[{"type":"namespace","name":"n","tools":[{"type":"mcp","server_url":"https://x"},{"type":"web_search"}]}]""", 2)]
    [InlineData("""[{"type":"web_search"},{"type":"file_search"},{"type":"code_interpreter"},{"type":"computer_use_preview"},{"type":"image_generation"},{"type":"mcp"}]""", 6)]
    public void Peek_ToolsThatRunAtTheUpstream_AreSurchargedEach(string tools, int surcharges)
    {
        var peek = _responses.Peek($$"""{"tools":{{tools}}}""");

        Assert.Equal(surcharges, peek.Surcharges);
        Assert.True(peek.HasTools);
    }

    [Fact]
    public void Peek_CompactionAtTheUpstream_IsSurcharged() =>
        Assert.Equal(1, _responses.Peek("""{"context_management":[{"type":"compaction","compact_threshold":5}]}""").Surcharges);

    [Fact]
    public void Peek_ModelOfATool_IsAFurtherOne() =>
        Assert.Equal(["gpt-image-1"], _responses.Peek("""{"tools":[{"type":"image_generation","model":"gpt-image-1"}]}""").FurtherModels);

    [Theory]
    [InlineData("""{"type":"input_image","image_url":"data:image/png;base64,AAAAAAAA"}""", 1, 8, false)]
    [InlineData("""{"type":"input_image","image_url":"https://x/a.png"}""", 1, 0, false)]
    [InlineData("""{"type":"input_file","file_data":"data:application/pdf;base64,AAAA"}""", 0, 0, true)]
    [InlineData("""{"type":"input_text","text":"x"}""", 0, 0, false)]
    public void Peek_Parts_CountByWhatTheyAre(string part, int images, long bytes, bool opaque)
    {
        var inMessage = _responses.Peek($$"""{"input":[{"role":"user","content":[{{part}}]}]}""");
        var inOutput = _responses.Peek($$"""{"input":[{"type":"function_call_output","call_id":"c","output":[{{part}}]}]}""");

        Assert.Equal((images, bytes, opaque), (inMessage.Images, inMessage.MediaBytes, inMessage.HasOpaqueDocuments));
        Assert.Equal((images, bytes, opaque), (inOutput.Images, inOutput.MediaBytes, inOutput.HasOpaqueDocuments));
    }

    [Fact]
    public void CountQuestion_TakesOverOnlyWhatTheCountKnows()
    {
        const string body = """{"model":"m","max_output_tokens":5,"stream":true,"input":"hi","metadata":{},"tools":[{"type":"function"}],"truncation":"auto"}""";

        var question = _responses.CountQuestion(System.Text.Encoding.UTF8.GetBytes(body), _responses.Peek(body), UpstreamKind.OpenAI)!;

        Assert.Equal("/v1/responses/input_tokens", question.Path);
        Assert.Equal("""{"model":"m","input":"hi","tools":[{"type":"function"}],"truncation":"auto"}""", System.Text.Encoding.UTF8.GetString(question.Body));
        Assert.Equal(25, _responses.CountIn("""{"object":"response.input_tokens","input_tokens":25}"""u8));
        Assert.Null(_responses.CountIn("""{"error":{}}"""u8));
    }
}
