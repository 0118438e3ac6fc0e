using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>What the fake model says, a token at a time. Each is at least one byte, some are many, none needs escaping in JSON.</summary>
internal static class ModelWords
{
    private static readonly string[] Words = ["A ", "weir ", "measures ", "the ", "stream", ", ", "Grüße ", "水位 ", "😀 ", "and ", "lets ", "it ", "pass", ". "];

    /// <summary>The input of a tool call as it is streamed; joined it is an object.</summary>
    public static string[] ToolInput { get; } = ["{\"city\": ", "\"Zü", "rich\"}"];

    /// <summary>The same as the object that it is.</summary>
    public static JsonObject ToolArguments() => JsonNode.Parse(string.Concat(ToolInput))!.AsObject();

    public static string Text(long first, long count) => string.Concat(LongRange(first, count).Select(i => Words[i % Words.Length]));

    private static IEnumerable<long> LongRange(long first, long count)
    {
        for (var i = first; i < first + count; i++)
        {
            yield return i;
        }
    }
}
