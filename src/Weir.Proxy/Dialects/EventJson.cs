using System.Text.Json;

namespace Weir.Proxy.Dialects;

/// <summary>Pulls single figures out of JSON that passes. What isn't JSON has none: relaying it is not judging it.</summary>
internal static class EventJson
{
    /// <summary>The value of <c>type</c> of <c>{"type":"ping"}</c>; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Type(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return default;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = JsonText.Is(ref reader, "type"u8);
                if (!reader.Read())
                {
                    return default;
                }

                if (isType)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
                }

                if (!reader.TrySkip())
                {
                    return default;
                }
            }
        }
        catch (JsonException)
        {
            return default;
        }

        return default;
    }

    /// <summary>What a JSON string says; null when the value is none.</summary>
    public static string? Text(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.String ? TextAt(ref reader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the string says that the reader stands on; null for a lone surrogate, which is no text.</summary>
    public static string? TextAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True for an object or a text, which says what is wrong; not for null.</summary>
    public static bool IsError(ReadOnlySpan<byte> value) => value.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'"', ..];
}
