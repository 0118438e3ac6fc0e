using System.Text;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Tests.Metering;

public sealed class JsonPathCaptureTests
{
    private static readonly string[] Paths = ["usage", "response.usage", "response.output.*.id", "id"];

    [Theory]
    [InlineData("""{"id":"a","usage":{"x":[1,{"usage":2}]}}""", """3="a"|0={"x":[1,{"usage":2}]}""")]
    [InlineData("""{"response":{"id":"no","output":[{"id":"a","content":[{"id":"no"}]},{"x":{"id":"no"},"id" : 5}],"usage":null},"x":[{"id":"no"}]}""", """2="a"|2= 5|1=null""")]
    [InlineData("""{"response":[{"usage":1}],"output":{"*":{"id":1}}}""", "")]
    [InlineData("""{"response":{"output":{"*":{"id":1}}}}""", "2=1")]
    [InlineData("""{"response":{"output":[[{"id":1}],{},{"id":{"id":2}}]}}""", """2={"id":2}""")]
    [InlineData("""{"usage":{"a":"}\\\"{:,","b":[":",{}]},"usages":1,"usag":2}""", """0={"a":"}\\\"{:,","b":[":",{}]}""")]
    [InlineData("""{"x":"\"usage\":1","y":{"usage":2},"usage":3,"usage":4}""", "0=3|0=4")]
    [InlineData("{}", "")]
    public void Capture_HoweverItIsSplit_FindsTheValuesAtItsPaths(string json, string values)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var found = new List<string>();
            var capture = new JsonPathCapture((path, value) => found.Add($"{path}={Encoding.UTF8.GetString(value)}"), Paths);
            for (var at = 0; at < bytes.Length; at += size)
            {
                capture.Read(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            }

            Assert.True(capture.IsComplete);
            Assert.Equal(values, string.Join('|', found));
        }
    }

    [Fact]
    public void Capture_ValueThatIsTooLarge_IsNotTold()
    {
        var found = 0;
        var capture = new JsonPathCapture((_, _) => found++, "usage", "id");

        capture.Read(Encoding.UTF8.GetBytes($$"""{"usage":"{{new string('x', 100_000)}}","id":1}"""));

        Assert.True(capture.IsComplete);
        Assert.Equal(1, found);
    }
}
