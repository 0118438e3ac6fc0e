using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Upstreams;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class BodyEditTests
{
    [Theory]
    [InlineData(UpstreamKind.OpenAI, """{"model":"m"}""", """{"max_completion_tokens":7,"model":"m"}""")]
    [InlineData(UpstreamKind.OpenAICompatible, """{"model":"m"}""", """{"max_tokens":7,"model":"m"}""")]
    [InlineData(UpstreamKind.Ollama, """{"model":"m"}""", """{"max_tokens":7,"model":"m"}""")]
    [InlineData(UpstreamKind.OpenAI, "{}", """{"max_completion_tokens":7}""")]
    [InlineData(UpstreamKind.OpenAI, """{"max_tokens": 99 }""", """{"max_tokens": 7 }""")]
    [InlineData(UpstreamKind.OpenAICompatible, """{"max_completion_tokens":99}""", """{"max_completion_tokens":7}""")]
    [InlineData(UpstreamKind.OpenAICompatible, """{"max_completion_tokens":99,"max_tokens":50}""", """{"max_completion_tokens":7,"max_tokens":7}""")]
    [InlineData(UpstreamKind.OpenAI, """{"max_completion_tokens":null,"max_tokens":null}""", """{"max_completion_tokens":7,"max_tokens":null}""")]
    [InlineData(UpstreamKind.OpenAICompatible, """{"max_completion_tokens":null,"max_tokens":null}""", """{"max_completion_tokens":null,"max_tokens":7}""")]
    [InlineData(UpstreamKind.OpenAI, """{"max_tokens":null}""", """{"max_completion_tokens":7,"max_tokens":null}""")]
    [InlineData(UpstreamKind.OpenAI, """{"max_tokens":99,"max_completion_tokens":null}""", """{"max_tokens":7,"max_completion_tokens":null}""")]
    [InlineData(UpstreamKind.Ollama, """{"max_completion_tokens":99}""", """{"max_tokens":7,"max_completion_tokens":7}""")]
    [InlineData(UpstreamKind.Ollama, """{"max_completion_tokens":99,"max_tokens":null}""", """{"max_completion_tokens":7,"max_tokens":7}""")]
    public async Task ChatCap_WhateverIsThere_IsWrittenWhereTheUpstreamReadsIt(UpstreamKind kind, string before, string after)
    {
        var chat = new OpenAIChat();

        Assert.Equal(after, await chat.EditAsync(before, (edits, peek) => chat.EditCap(edits, peek, kind, 7)));
    }

    [Theory]
    [InlineData(UpstreamKind.OpenAI, "{}", true)]
    [InlineData(UpstreamKind.OpenAI, """{"max_tokens":5}""", false)]
    [InlineData(UpstreamKind.OpenAI, """{"max_tokens":null}""", true)]
    [InlineData(UpstreamKind.OpenAICompatible, """{"max_completion_tokens":5}""", false)]
    [InlineData(UpstreamKind.OpenAICompatible, """{"max_completion_tokens":5,"max_tokens":5}""", false)]
    [InlineData(UpstreamKind.OpenAICompatible, """{"max_completion_tokens":5,"max_tokens":6}""", true)]
    [InlineData(UpstreamKind.Ollama, """{"max_completion_tokens":5}""", true)]
    [InlineData(UpstreamKind.Ollama, """{"max_completion_tokens":5,"max_tokens":null}""", true)]
    [InlineData(UpstreamKind.Ollama, """{"max_tokens":5}""", false)]
    public void ChatCap_ThatNotEveryServerReads_IsHeldToBeMissing(UpstreamKind kind, string body, bool lacks)
    {
        var chat = new OpenAIChat();

        Assert.Equal(lacks, chat.LacksCap(chat.Peek(body), kind));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", """{"model":"m"}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("""{"stream":true,"stream_options":null}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true,"stream_options":{}}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true,"stream_options": { "include_obfuscation":false}}""", """{"stream":true,"stream_options": {"include_usage":true, "include_obfuscation":false}}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage" : false}}""", """{"stream":true,"stream_options":{"include_usage" : true}}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":null,"x":1}}""", """{"stream":true,"stream_options":{"include_usage":true,"x":1}}""")]
    public async Task ChatStream_ThatDoesNotAskForUsage_IsMadeToAsk(string before, string after)
    {
        var chat = new OpenAIChat();

        Assert.Equal(after, await chat.EditAsync(before, (edits, peek) => chat.EditRest(edits, peek, isForApps: false)));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", """{"max_output_tokens":7,"model":"m"}""")]
    [InlineData("""{"max_output_tokens":null}""", """{"max_output_tokens":7}""")]
    [InlineData("""{"max_output_tokens":99,"x":1}""", """{"max_output_tokens":7,"x":1}""")]
    public async Task ResponsesCap_WhateverIsThere_IsWritten(string before, string after)
    {
        var responses = new OpenAIResponses();

        Assert.Equal(after, await responses.EditAsync(before, (edits, peek) => responses.EditCap(edits, peek, UpstreamKind.OpenAI, 7)));
    }
}
