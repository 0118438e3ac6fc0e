using System.Text;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Tests.Metering;

public sealed class JsonMemberCaptureTests
{
    [Theory]
    [InlineData("""{"usage":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"x":"\"usage\":{}","usage" : {"a":[1,{"usage":2}]} , "y":1}""", """ {"a":[1,{"usage":2}]} """)]
    [InlineData("""{"content":[{"usage":{"a":9}}],"usage":{"b":"}\\\""}}""", """{"b":"}\\\""}""")]
    [InlineData("""{"usages":{"a":1},"usag":{}}""", "")]
    [InlineData("""{"usage":null}""", "null")]
    [InlineData("{}", "")]
    public void Capture_HoweverItIsSplit_KeepsTheMembersValue(string json, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(json + "\n");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var capture = new JsonMemberCapture("usage"u8.ToArray());
            for (var at = 0; at < bytes.Length; at += size)
            {
                capture.Read(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            }

            Assert.True(capture.IsComplete);
            Assert.Equal(value, Encoding.UTF8.GetString(capture.Value));
        }
    }

    [Theory]
    [InlineData("<html>", true)]
    [InlineData("  \r\n[1]", true)]
    [InlineData(" \n {", false)]
    [InlineData("   ", false)]
    public void Capture_NoObject_IsSeen(string text, bool isNoObject)
    {
        var capture = new JsonMemberCapture("usage"u8.ToArray());

        capture.Read(Encoding.UTF8.GetBytes(text));

        Assert.Equal(isNoObject, capture.IsNoObject);
        Assert.False(capture.IsComplete);
    }
}
