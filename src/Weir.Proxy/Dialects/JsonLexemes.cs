using System.Buffers;
using System.Text.Json;

namespace Weir.Proxy.Dialects;

/// <summary>Where JSON's strings and numbers end, and whether they are any.</summary>
internal static class JsonLexemes
{
    /// <summary>What can end or break a plain run within a string.</summary>
    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. "\"\\"u8, .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("+-.0123456789eE"u8);

    /// <summary>The closing quote of the string that opens at <paramref name="quote"/>; below 0 when it is malformed.</summary>
    public static int StringEnd(ReadOnlySpan<byte> json, int quote, out bool isEscaped)
    {
        isEscaped = false;
        var position = quote + 1;
        while (true)
        {
            var stop = json[position..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return -1;
            }

            position += stop;
            if (json[position] == '"')
            {
                return position;
            }

            isEscaped = true;
            var escape = json[position] == '\\' ? EscapeLength(json[position..]) : 0;
            if (escape == 0)
            {
                return -1;
            }

            position += escape;
        }
    }

    /// <summary>The length of the number that the text begins with; 0 when it is none.</summary>
    public static int NumberLength(ReadOnlySpan<byte> json)
    {
        var end = json.IndexOfAnyExcept(NumberBytes);
        var number = end < 0 ? json : json[..end];
        try
        {
            return !number.IsEmpty && new Utf8JsonReader(number).Read() ? number.Length : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    /// <summary>One of <c>\" \\ \/ \b \f \n \r \t</c>, or <c>\u</c> and four digits; 0 for anything else.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
        {
            return 0;
        }

        if (text[1] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(text[1]) ? 2 : 0;
        }

        for (var digit = 2; digit < 6; digit++)
        {
            if (digit >= text.Length || !char.IsAsciiHexDigit((char)text[digit]))
            {
                return 0;
            }
        }

        return 6;
    }
}
