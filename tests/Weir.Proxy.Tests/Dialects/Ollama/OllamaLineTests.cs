using System.Text;
using Weir.Proxy.Dialects;
using Weir.Proxy.Dialects.Ollama;

namespace Weir.Proxy.Tests.Dialects.Ollama;

public sealed class OllamaLineTests
{
    [Theory]
    [InlineData("""{"model":"m","created_at":"t","message":{"role":"assistant","content":"Hi \"é\" ,"},"done":false}""")]
    [InlineData("""{"model":"m","created_at":"t","message":{"role":"assistant","content":""},"done":false}""")]
    [InlineData("""{"model":"m","created_at":"t","message":{"role":"assistant","content":"","thinking":"Hm\n"},"done":false}""")]
    [InlineData("""{"model":"m","created_at":"t","response":"\",\"done\":true","done":false}""")]
    [InlineData("""{"model":"m","created_at":"t","response":"","thinking":"Hm","done":false}""")]
    [InlineData("""{"model":"m,\"response\":\"","created_at":"t","response":"Hi","done":false}""")]
    public void TryRead_OrdinaryLine_SeesWhatAFullReadingSees(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var scan = new OllamaAnswerScan();
        scan.Read(bytes);

        Assert.True(OllamaLine.TryRead(bytes, out var text));
        Assert.Equal((scan.TextBytes, scan.Characters), (text.Length, JsonText.Characters(text)));
        Assert.Equal((true, false), (scan.IsComplete, scan.IsDone));
    }

    [Theory]
    [InlineData("""{"model":"m","message":{"role":"assistant","content":"Hi"},"done":true}""")]
    [InlineData("""{"model":"m","message":{"role":"assistant","content":"a","thinking":"b"},"done":false}""")]
    [InlineData("""{"model":"m","message":{"role":"assistant","content":"","tool_calls":[]},"done":false}""")]
    [InlineData("""{"model":"m","response":"a","thinking":"b","done":false}""")]
    [InlineData("""{"error":"\",\"done\":false}"}""")]
    [InlineData("""{"model":"m","response":","done":false}""")]
    [InlineData("")]
    public void TryRead_AnythingElse_IsLeftToTheFullReading(string line)
    {
        Assert.False(OllamaLine.TryRead(Encoding.UTF8.GetBytes(line), out _));
    }

    [Theory]
    [InlineData("""{"message":{"role":"assistant","content":"a\"b\\","thinking":"\u00e9","images":["AAAA"]},"x":"y"}""", 6 + 6, 5)]
    [InlineData("""{"message":["content"],"message_":{"content":"x"},"messages":{"content":"x"}}""", 0, 0)]
    [InlineData("""{"response":null,"thinking":["x"],"tool_calls":null}""", 0, 0)]
    [InlineData("""{"tool_calls":[ {"a":"b"} ],"logprobs":[{"token":"x"}]}""", 9, 9)]
    [InlineData("""{"a":{"message":{"content":"x"},"response":"x","error":"x","done":true,"eval_count":3}}""", 0, 0)]
    public void Scan_WhateverStandsAround_CountsTheTextAlone(string json, long bytes, long characters)
    {
        var text = Encoding.UTF8.GetBytes(json);
        for (var size = 1; size <= text.Length; size++)
        {
            var scan = new OllamaAnswerScan();
            for (var at = 0; at < text.Length; at += size)
            {
                scan.Read(text.AsSpan(at, Math.Min(size, text.Length - at)));
            }

            Assert.Equal((bytes, characters), (scan.TextBytes, scan.Characters));
            Assert.Equal((true, false, false, null), (scan.IsComplete, scan.IsDone, scan.IsError, scan.OutputCount));
        }
    }
}
