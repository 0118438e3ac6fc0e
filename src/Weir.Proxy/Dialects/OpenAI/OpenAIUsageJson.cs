using System.Text.Json;
using Weir.Proxy.Metering;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads a usage object of either API. Its input includes what was read from the cache or written to it:
/// <code>
/// {"prompt_tokens":1049,"completion_tokens":79,"total_tokens":1128,"prompt_tokens_details":{"cached_tokens":1024,"cache_write_tokens":0}}
/// {"input_tokens":1049,"input_tokens_details":{"cached_tokens":1024,"cache_write_tokens":0},"output_tokens":79,"total_tokens":1128}
/// </code>
/// </summary>
internal static class OpenAIUsageJson
{
    /// <summary>A thousand times any context window; beyond it sums could overflow.</summary>
    private const long Largest = 1L << 40;

    /// <summary>What it says takes the place of all that was said before: totals run on, and are never added up.</summary>
    public static void Read(ReadOnlySpan<byte> usage, ref UsageCounts counts)
    {
        if (usage.IsEmpty)
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(usage);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                Read(ref reader, ref counts);
            }
        }
        catch (JsonException)
        {
            // Not what the API sends: nothing is reported, so the estimator has the word.
        }
    }

    /// <summary>
    /// llama.cpp's own figures, in which the input leaves out what was cached: <c>{"cache_n":5,"prompt_n":25,"predicted_n":15}</c>.
    /// </summary>
    public static void ReadTimings(ReadOnlySpan<byte> timings, ref UsageCounts counts)
    {
        if (timings.IsEmpty)
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(timings);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (JsonText.Is(ref reader, "prompt_n"u8))
                {
                    counts.Input = Count(ref reader);
                }
                else if (JsonText.Is(ref reader, "cache_n"u8))
                {
                    counts.CacheRead = Count(ref reader);
                }
                else if (JsonText.Is(ref reader, "predicted_n"u8))
                {
                    counts.Output = Count(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // As above.
        }
    }

    private static void Read(ref Utf8JsonReader reader, ref UsageCounts counts)
    {
        long? input = null, output = null, total = null, cached = null, written = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "prompt_tokens"u8) || JsonText.Is(ref reader, "input_tokens"u8))
            {
                input = Count(ref reader);
            }
            else if (JsonText.Is(ref reader, "completion_tokens"u8) || JsonText.Is(ref reader, "output_tokens"u8))
            {
                output = Count(ref reader);
            }
            else if (JsonText.Is(ref reader, "total_tokens"u8))
            {
                total = Count(ref reader);
            }
            else if (JsonText.Is(ref reader, "prompt_tokens_details"u8) || JsonText.Is(ref reader, "input_tokens_details"u8))
            {
                ReadDetails(ref reader, ref cached, ref written);
            }
            else
            {
                reader.Skip();
            }
        }

        if (input is null && output is null)
        {
            return;
        }

        // Some servers leave thinking out of the output and have it in the total alone.
        var rest = total - input;
        counts = new UsageCounts
        {
            Input = input is { } all ? Math.Max(0, all - (cached ?? 0) - (written ?? 0)) : null,
            CacheRead = cached,
            CacheWrite = written,
            Output = output is { } told && rest > told ? rest : output,
        };
    }

    private static void ReadDetails(ref Utf8JsonReader reader, ref long? cached, ref long? written)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "cached_tokens"u8))
            {
                cached = Count(ref reader);
            }
            else if (JsonText.Is(ref reader, "cache_write_tokens"u8))
            {
                written = Count(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
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
}
