using System.Text;
using Weir.Proxy.Metering;
using Xunit;

namespace Weir.Proxy.Tests.Metering;

public sealed class ModelRenamerTests
{
    [Theory]
    [InlineData("""{"model":"there","done":true}""", """{"model":"here","done":true}""")]
    [InlineData("""{ "id" : "x", "model" : "there" , "choices":[]}""", """{ "id" : "x", "model" : "here" , "choices":[]}""")]
    [InlineData("{\"model\":\"there\"}\n{\"model\":\"there\",\"done\":true}\n", "{\"model\":\"here\"}\n{\"model\":\"here\",\"done\":true}\n")]
    [InlineData(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"there\",\"usage\":{}}}\n\n",
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"here\",\"usage\":{}}}\n\n")]
    [InlineData(
        "data: {\"type\":\"response.created\",\"response\":{\"model\":\"there\",\"tools\":[\"model\",\"there\"]}}\n\n",
        "data: {\"type\":\"response.created\",\"response\":{\"model\":\"here\",\"tools\":[\"model\",\"there\"]}}\n\n")]
    public void Name_InItsPlace_IsReplacedInEveryChunking(string answer, string expected) => AssertRenamed(answer, expected);

    [Theory]
    [InlineData("""{"message":{"tool_calls":[{"function":{"arguments":{"model":"there"}}}]},"model":"other"}""")]
    [InlineData("""{"content":[{"type":"tool_use","input":{"model":"there"}}]}""")]
    [InlineData("""{"options":{"model":"there"}}""")]
    [InlineData("""{"text":"say \"model\":\"there\" again"}""")]
    [InlineData("""{"models":"there","model":"thereabouts","x":["there","model"],"model ":"there"}""")]
    [InlineData("""{"model":null,"name":"there"}""")]
    [InlineData("""{"model":"the""")]
    [InlineData(": a comment with a \" quote\n\ndata: [DONE]\n\n")]
    public void Name_Elsewhere_Passes(string answer) => AssertRenamed(answer, answer);

    private static void AssertRenamed(string answer, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var renamer = new ModelRenamer("there", "here");
            foreach (var chunk in bytes.Chunk(size))
            {
                renamer.Write(chunk);
            }

            renamer.End();
            Assert.Equal(expected, Encoding.UTF8.GetString(renamer.Written.Span));
        }
    }
}
