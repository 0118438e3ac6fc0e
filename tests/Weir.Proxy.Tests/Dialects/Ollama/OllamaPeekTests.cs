using System.Text;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Ollama;

namespace Weir.Proxy.Tests.Dialects.Ollama;

public sealed class OllamaPeekTests
{
    [Fact]
    public void Peek_OrdinaryChat_FindsWhatMatters()
    {
        const string body = """ { "model":"llama3.2", "messages":[{"role":"user","content":"hi"}], "options" : {"temperature":0.5,"num_predict": 100} ,"stream":false } """;

        var peek = Read(OllamaOperation.Chat(streamsByDefault: true), body);

        Assert.Equal("llama3.2", peek.Model);
        Assert.Equal("\"llama3.2\"", At(body, peek.ModelAt));
        Assert.Equal((false, true), (peek.Stream, peek.NamesStream));
        Assert.Equal(100, peek.OutputCap);
        Assert.Equal("100", At(body, peek.OutputCapAt));
        Assert.Equal("{\"temperature\":0.5,\"num_predict\": 100}", At(body, peek.OptionsAt));
        Assert.Equal("false", At(body, peek.StreamAt));
        Assert.Equal(2, peek.PromptCharacters);
        Assert.False(peek.MayHideOutput);
    }

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""")]
    [InlineData("""{"model":"a","m\u006fdel":"b"}""")]
    [InlineData("""{"MODEL":"a"}""")]
    [InlineData("""{"model":"a","\u004dodel":"b"}""")]
    [InlineData("""{"model":5}""")]
    [InlineData("""{"model":null}""")]
    [InlineData("""{"model":"a","stream":"false"}""")]
    [InlineData("""{"model":"a","\u017ftream":false}""")]
    [InlineData("{\"model\":\"a\",\"\u017Ftream\":false}")]
    [InlineData("""{"model":"a","\u212aeep_alive":0}""")]
    [InlineData("{\"model\":\"a\",\"thin\u212A\":true}")]
    [InlineData("""{"model":"a","think":5}""")]
    [InlineData("""{"model":"a","keep_alive":{}}""")]
    [InlineData("""{"model":"a","tools":{}}""")]
    [InlineData("""{"model":"a","messages":{}}""")]
    [InlineData("""{"model":"a","messages":["hi"]}""")]
    [InlineData("""{"model":"a","messages":[null]}""")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}""")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":"hi","images":"AAAA"}]}""")]
    [InlineData("""{"model":"a","messages":[{"role":"assistant","tool_calls":{}}]}""")]
    [InlineData("""{"model":"a","options":[]}""")]
    [InlineData("""{"model":"a","options":"num_predict"}""")]
    [InlineData("""{"model":"a","options":{},"options":{"num_predict":5}}""")]
    [InlineData("""{"model":"a","options":{},"Options":{"num_predict":5}}""")]
    [InlineData("""{"model":"a","option\u017f":{}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":5,"num_predict":50000}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":5,"num_predic\u0074":50000}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":5,"NUM_PREDICT":50000}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":"5"}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":5.5}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":1e3}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":99999999999999999999}}""")]
    [InlineData("""{"model":"a","options":{"num_predict":[5]}}""")]
    [InlineData("""{"model":"a","options":{"num_ctx":"5"}}""")]
    [InlineData("""{"model":"a","options":{"num_ctx":5,"num_ctx":6}}""")]
    [InlineData("""{"model":"a","options":{"\ud800":5}}""")]
    [InlineData("""{"model":"a"} {"model":"b"}""")]
    [InlineData("""{"model":"a",}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Peek_ChatThatParsersReadDifferently_IsRefused(string body) => IsRefused(OllamaOperation.Chat(streamsByDefault: true), body);

    [Theory]
    [InlineData("""{"model":"a","prompt":["hi"]}""")]
    [InlineData("""{"model":"a","prompt":"hi","PROMPT":"longer"}""")]
    [InlineData("""{"model":"a","prompt":"hi","prompt":"longer"}""")]
    [InlineData("""{"model":"a","suffix":1}""")]
    [InlineData("""{"model":"a","\u017Fuffix":"x"}""")]
    [InlineData("""{"model":"a","system":[]}""")]
    [InlineData("""{"model":"a","sy\u017ftem":"x"}""")]
    [InlineData("""{"model":"a","template":{}}""")]
    [InlineData("""{"model":"a","context":"1,2"}""")]
    [InlineData("""{"model":"a","context":["1"]}""")]
    [InlineData("""{"model":"a","context":[1.5]}""")]
    [InlineData("""{"model":"a","images":"AAAA"}""")]
    [InlineData("""{"model":"a","image\u017f":["AAAA"]}""")]
    public void Peek_GenerateThatParsersReadDifferently_IsRefused(string body) => IsRefused(OllamaOperation.Generate(streamsByDefault: true), body);

    [Theory]
    [InlineData("""{"model":"a","input":5}""")]
    [InlineData("""{"model":"a","input":["a",5]}""")]
    [InlineData("""{"model":"a","input":[["a"]]}""")]
    [InlineData("""{"model":"a","input":{"a":1}}""")]
    [InlineData("""{"model":"a","input":"a","Input":"b"}""")]
    public void Peek_EmbedThatParsersReadDifferently_IsRefused(string body) => IsRefused(OllamaOperation.Embed, body);

    [Theory]
    [InlineData("""{"model":"a","messages":[{"role":"tool","content":"x","tool_name":"f","MODEL":1,"\ud800":2}],"format":{"num_predict":"a","num_predict":1}}""")]
    [InlineData("""{"model":"a","messages":[{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":{"model":1,"Model":2,"x":"\ud800"}}}]}]}""")]
    [InlineData("""{"model":"a","messages":null,"tools":null,"options":null,"think":null,"keep_alive":null,"stream":null}""")]
    [InlineData("""{"model":"a","options":{"stop":["a"],"STOP":1,"stop":2,"x":{"num_predict":"y"}},"name":5,"prompt":[]}""")]
    [InlineData("""{"model":"a","think":"high","keep_alive":-1}""")]
    [InlineData("""{"model":"a","keep_alive":"5m"}""")]
    public void Peek_OddButLegalJsonElsewhere_Passes(string body) => Assert.Equal("a", Read(OllamaOperation.Chat(streamsByDefault: true), body).Model);

    [Theory]
    [InlineData(255, true)]
    [InlineData(257, false)]
    public void Peek_Depth_IsBounded(int depth, bool passes)
    {
        var body = "{\"format\":" + new string('[', depth) + new string(']', depth) + "}";

        Assert.Equal(passes, OllamaOperation.Chat(streamsByDefault: true).Peek(Encoding.UTF8.GetBytes(body), new RequestPeek()) is null);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-2")]
    [InlineData("0")]
    [InlineData("null")]
    public void Peek_NumPredictThatBoundsNothing_IsNoCap(string value)
    {
        var body = $$$"""{"model":"a","options":{"num_predict":{{{value}}}}}""";

        var peek = Read(OllamaOperation.Chat(streamsByDefault: true), body);

        Assert.Null(peek.OutputCap);
        Assert.Equal(value, At(body, peek.OutputCapAt));
    }

    [Theory]
    [InlineData(true, "{}", true, false)]
    [InlineData(true, """{"stream":null}""", true, false)]
    [InlineData(true, """{"stream":false}""", false, true)]
    [InlineData(false, "{}", false, false)]
    [InlineData(false, """{"stream":null}""", false, false)]
    [InlineData(false, """{"stream":true}""", true, true)]
    public void Peek_Stream_IsWhatTheEndpointTakesItFor(bool byDefault, string body, bool streams, bool named)
    {
        var peek = Read(OllamaOperation.Generate(byDefault), body);

        Assert.Equal((streams, named), (peek.Stream, peek.NamesStream));
    }

    [Fact]
    public void Peek_Images_CountByThePictureAndNotTheirBytes()
    {
        var data = new string('A', 4000);

        var chat = Read(OllamaOperation.Chat(streamsByDefault: true), $$"""{"messages":[{"images":["{{data}}"],"content":"x"},{"content":"y","images":["{{data}}","AA"]}]}""");
        var generate = Read(OllamaOperation.Generate(streamsByDefault: true), $$"""{"prompt":"x","images":["{{data}}"]}""");

        Assert.Equal((3, 8002L, 2L), (chat.Images, chat.MediaBytes, chat.PromptCharacters));
        Assert.Equal((1, 4000L, 1L), (generate.Images, generate.MediaBytes, generate.PromptCharacters));
    }

    [Theory]
    [InlineData("""{"messages":[{"IMAGES":["AAAA","AAAA"]}]}""", 2)]
    [InlineData("""{"messages":[{"image\u017f":["AAAA"]}]}""", 1)]
    [InlineData("""{"messages":[{"images":[[1,2,3]]}]}""", 1)]
    public void Peek_WhatOllamaTakesForImages_CostsBothWays(string body, int images)
    {
        var peek = Read(OllamaOperation.Chat(streamsByDefault: true), body);

        Assert.Equal((images, 0L), (peek.Images, peek.MediaBytes));
    }

    [Theory]
    [InlineData("""{"prompt":"abcd","suffix":"ef","system":"g","template":"h"}""", 8)]
    [InlineData("""{"prompt":"a\n\"\u00e9é漢😀\ud83d\ude00"}""", 10)]
    [InlineData("""{"prompt":"ab","context":[1,2000,3]}""", 14)]
    [InlineData("{}", 0)]
    public void Peek_PromptOfGenerate_IsCountedInCharacters(string body, long characters) =>
        Assert.Equal(characters, Read(OllamaOperation.Generate(streamsByDefault: true), body).PromptCharacters);

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"abc"},{"role":"assistant","thinking":"de","content":"f"}]}""", 6)]
    [InlineData("""{"messages":[{"tool_calls":[{"a":1}]}]}""", 9)]
    [InlineData("""{"tools":[{"a":"b"}]}""", 11)]
    public void Peek_PromptOfChat_IsCountedInCharacters(string body, long characters) =>
        Assert.Equal(characters, Read(OllamaOperation.Chat(streamsByDefault: true), body).PromptCharacters);

    [Theory]
    [InlineData("""{"input":"abcd"}""", 4)]
    [InlineData("""{"input":["ab","cde"]}""", 5)]
    [InlineData("""{"input":null}""", 0)]
    public void Peek_Embed_IsInputOnly(string body, long characters)
    {
        var peek = Read(OllamaOperation.Embed, body);

        Assert.Equal((true, false, characters), (peek.IsInputOnly, peek.Stream, peek.PromptCharacters));
    }

    [Fact]
    public void Peek_Tools_MayHideOutputAndAreWrittenOutInFull()
    {
        var peek = Read(OllamaOperation.Chat(streamsByDefault: true), """{"tools":[{},{}]}""");

        Assert.Equal((true, true), (peek.HasTools, peek.MayHideOutput));
        Assert.True(peek.Bound(0).BodyBytes >= 200);
        Assert.False(Read(OllamaOperation.Chat(streamsByDefault: true), """{"tools":[]}""").HasTools);
        Assert.False(Read(OllamaOperation.Chat(streamsByDefault: true), """{"messages":[{"tool_calls":[{}]}]}""").HasTools);
    }

    [Theory]
    [InlineData("{{ if .System }}<s>{{ .System }}</s>{{ end }}<u>{{ .Prompt }}</u>{{ .Response }}", false)]
    [InlineData("{{- if not .Suffix -}}{{- .Prompt -}}{{- else if .System -}}x{{- else -}}{{- end -}}", false)]
    [InlineData("no template at all", false)]
    [InlineData("", false)]
    [InlineData("{{ .Prompt }}{{ .Prompt }}", true)]
    [InlineData("{{ printf \"%1000000s\" .Prompt }}", true)]
    [InlineData("{{ define \"a\" }}long{{ end }}{{ template \"a\" }}", true)]
    [InlineData("{{ range .Messages }}{{ .Content }}{{ end }}", true)]
    [InlineData("{{ \"{{ .Prompt }}\" }}", true)]
    public void Peek_TemplateThatCanMakeAnyLength_IsOpaque(string template, bool opaque)
    {
        var body = $$"""{"template":{{System.Text.Json.JsonSerializer.Serialize(template)}}}""";

        Assert.Equal(opaque, Read(OllamaOperation.Generate(streamsByDefault: true), body).HasOpaqueDocuments);
    }

    [Theory]
    [InlineData("""{"model":"a"}""", "\"a\"")]
    [InlineData("""{"name":"a"}""", "\"a\"")]
    [InlineData("""{"name":"b","model":"a"}""", "\"a\"")]
    [InlineData("""{"model":"a","name":"b"}""", "\"a\"")]
    [InlineData("""{"model":"","name":"a"}""", "\"a\"")]
    [InlineData("""{"name":"a","model":""}""", "\"a\"")]
    public void Peek_Show_TakesTheOldNameWhereThereIsNoNewOne(string body, string at)
    {
        var peek = Read(OllamaOperation.Show, body);

        Assert.Equal(("a", at), (peek.Model, At(body, peek.ModelAt)));
    }

    private static string At(string body, ByteRange range) => body.Substring(range.Start, range.Length);

    private static RequestPeek Read(OllamaOperation operation, string body)
    {
        var peek = new RequestPeek();
        Assert.Null(operation.Peek(Encoding.UTF8.GetBytes(body), peek));
        return peek;
    }

    private static void IsRefused(OllamaOperation operation, string body) =>
        Assert.NotNull(operation.Peek(Encoding.UTF8.GetBytes(body), new RequestPeek()));
}
