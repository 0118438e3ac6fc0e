using System.Collections.Immutable;
using System.Text.Json;
using Weir.Accounting;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads the usage object of the Messages API. Its input leaves cache reads and writes out, and any count but the first two may be
/// null or absent:
/// <code>
/// {"input_tokens":25,"cache_creation_input_tokens":10,"cache_read_input_tokens":100,
///  "cache_creation":{"ephemeral_5m_input_tokens":6,"ephemeral_1h_input_tokens":4},"output_tokens":15}
/// </code>
/// </summary>
internal static class AnthropicUsageJson
{
    /// <summary>Reads <c>{"type":"message_start","message":{…,"usage":{…}}}</c>.</summary>
    public static void ReadMessageStart(ReadOnlySpan<byte> data, ref UsageCounts counts)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            if (MoveInto(ref reader, "message"u8) && MoveInto(ref reader, "usage"u8))
            {
                ReadCounts(ref reader, ref counts);
            }
        }
        catch (JsonException)
        {
            // Not what the API sends: nothing is reported, so the estimator has the word.
        }
    }

    /// <summary>Reads <c>{"type":"message_delta","delta":{"stop_reason":…},"usage":{…}}</c>; true when it gives the reason for the end.</summary>
    public static bool ReadMessageDelta(ReadOnlySpan<byte> data, ref UsageCounts counts)
    {
        var ends = false;
        var hasOutput = false;
        try
        {
            var reader = new Utf8JsonReader(data);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (JsonText.Is(ref reader, "delta"u8))
                {
                    reader.Read();
                    ends |= HasStopReason(ref reader);
                }
                else if (JsonText.Is(ref reader, "usage"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        hasOutput |= ReadCounts(ref reader, ref counts);
                    }
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return ends && hasOutput;
    }

    /// <summary>Reads a usage object alone, as it stands in an answer that isn't streamed; true when it had the output.</summary>
    public static bool ReadUsage(ReadOnlySpan<byte> usage, ref UsageCounts counts)
    {
        try
        {
            var reader = new Utf8JsonReader(usage);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && ReadCounts(ref reader, ref counts);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool MoveInto(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            reader.Read();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = JsonText.Is(ref reader, name);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.StartObject;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool HasStopReason(ref Utf8JsonReader reader)
    {
        var found = false;
        var depth = reader.CurrentDepth;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 1 && JsonText.Is(ref reader, "stop_reason"u8))
            {
                reader.Read();
                found = reader.TokenType == JsonTokenType.String;
            }
        }

        return found;
    }

    /// <summary>From the opening brace to the closing one: each count that is there replaces what was said before, null and absence don't.</summary>
    internal static bool ReadCounts(ref Utf8JsonReader reader, ref UsageCounts counts)
    {
        var hasOutput = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "input_tokens"u8))
            {
                counts.Input = Count(ref reader) ?? counts.Input;
            }
            else if (JsonText.Is(ref reader, "output_tokens"u8))
            {
                var output = Count(ref reader);
                hasOutput |= output is not null;
                counts.Output = output ?? counts.Output;
            }
            else if (JsonText.Is(ref reader, "cache_read_input_tokens"u8))
            {
                counts.CacheRead = Count(ref reader) ?? counts.CacheRead;
            }
            else if (JsonText.Is(ref reader, "cache_creation_input_tokens"u8))
            {
                counts.CacheWrite = Count(ref reader) ?? counts.CacheWrite;
            }
            else if (JsonText.Is(ref reader, "cache_creation"u8))
            {
                reader.Read();
                ReadCacheCreation(ref reader, ref counts);
            }
            else if (JsonText.Is(ref reader, "speed"u8))
            {
                counts.Circumstances = (counts.Circumstances ?? Circumstances.None) with { Speed = Word(ref reader) };
            }
            else if (JsonText.Is(ref reader, "service_tier"u8))
            {
                counts.Circumstances = (counts.Circumstances ?? Circumstances.None) with { ServiceTier = Word(ref reader) };
            }
            else if (JsonText.Is(ref reader, "inference_geo"u8))
            {
                counts.Circumstances = (counts.Circumstances ?? Circumstances.None) with { InferenceGeo = Word(ref reader) };
            }
            else if (JsonText.Is(ref reader, "server_tool_use"u8))
            {
                reader.Read();
                counts.Circumstances = (counts.Circumstances ?? Circumstances.None) with { Tools = ReadToolRequests(ref reader) };
            }
            else if (JsonText.Is(ref reader, "iterations"u8))
            {
                reader.Read();
                counts.Besides = AnthropicIterations.Read(ref reader) ?? counts.Besides;
            }
            else
            {
                reader.Skip();
            }
        }

        return hasOutput;
    }

    /// <summary>Reads <c>{"web_search_requests":3,"web_fetch_requests":0}</c>.</summary>
    private static ImmutableArray<ToolRequests> ReadToolRequests(ref Utf8JsonReader reader)
    {
        const string suffix = "_requests";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return [];
        }

        var tools = ImmutableArray.CreateBuilder<ToolRequests>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (Count(ref reader) is { } count and > 0)
            {
                tools.Add(new(name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name, count));
            }
        }

        return tools.DrainToImmutable();
    }

    /// <summary>Null where nothing was said; what is no string is no word that a price knows.</summary>
    private static string? Word(ref Utf8JsonReader reader)
    {
        reader.Read();
        var word = reader.TokenType == JsonTokenType.Null ? null : reader.TokenType == JsonTokenType.String ? reader.GetString() : "?";
        reader.Skip();
        return word;
    }

    private static void ReadCacheCreation(ref Utf8JsonReader reader, ref UsageCounts counts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        var write5m = 0L;
        var write1h = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "ephemeral_1h_input_tokens"u8))
            {
                write1h = Count(ref reader) ?? 0;
            }
            else if (JsonText.Is(ref reader, "ephemeral_5m_input_tokens"u8))
            {
                write5m = Count(ref reader) ?? 0;
            }
            else
            {
                reader.Skip();
            }
        }

        counts.CacheWrite1h = write1h;
        counts.CacheWrite = Math.Max(counts.CacheWrite ?? 0, write5m + write1h);
    }

    /// <summary>A count that isn't a whole number of tokens that can be is no count.</summary>
    private static long? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) && count is >= 0 and <= Largest)
        {
            return count;
        }

        reader.Skip();
        return null;
    }

    /// <summary>A thousand times any context window; beyond it sums could overflow.</summary>
    private const long Largest = 1L << 40;
}
