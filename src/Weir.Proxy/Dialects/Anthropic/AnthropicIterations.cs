using System.Text.Json;
using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads the model calls that a usage object lists one by one. Those of compaction and of an advisor are not in its other counts:
/// <code>
/// "iterations":[{"type":"compaction","input_tokens":180000,"output_tokens":3500},{"type":"message","input_tokens":23000,"output_tokens":1000}]
/// </code>
/// </summary>
internal static class AnthropicIterations
{
    /// <summary>What they used together, from the opening bracket to the closing one; null when there is no list.</summary>
    public static Usage? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var sum = default(Usage);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var ahead = reader;
            var isBesides = IsBesides(ref ahead);
            var counts = default(UsageCounts);
            AnthropicUsageJson.ReadCounts(ref reader, ref counts);
            sum = isBesides ? Add(sum, counts.ToUsage(counts.Output ?? 0)) : sum;
        }

        return sum;
    }

    private static bool IsBesides(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = JsonText.Is(ref reader, "type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                return JsonText.Is(ref reader, "compaction"u8) || JsonText.Is(ref reader, "advisor_message"u8);
            }

            reader.Skip();
        }

        return false;
    }

    private static Usage Add(Usage one, Usage other) => new(
        one.Input + other.Input,
        one.CacheRead + other.CacheRead,
        one.CacheWrite5m + other.CacheWrite5m,
        one.CacheWrite1h + other.CacheWrite1h,
        one.Output + other.Output);
}
