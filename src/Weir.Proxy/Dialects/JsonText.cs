using System.Text;
using System.Text.Json;

namespace Weir.Proxy.Dialects;

/// <summary>Looks at JSON's texts as they stand: comparisons that see through escapes and do not stumble over text that is none, and lengths.</summary>
internal static class JsonText
{
    /// <summary>True when the string or name the reader stands on is <paramref name="text"/>, however it is escaped.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(text);
        }

        // An escaped character takes six bytes at the most, and every text asked for here is short.
        if (reader.ValueSpan.Length > text.Length * 6)
        {
            return false;
        }

        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: legal JSON, but equal to nothing.
            return false;
        }
    }

    /// <summary>UTF-16 characters of a text between its quotes; an escape is one.</summary>
    public static long Characters(ReadOnlySpan<byte> raw)
    {
        var characters = 0L;
        while (true)
        {
            var escape = raw.IndexOf((byte)'\\');
            if (escape < 0 || escape == raw.Length - 1)
            {
                return characters + PlainCharacters(raw);
            }

            characters += PlainCharacters(raw[..escape]) + 1;
            raw = raw[Math.Min(raw.Length, escape + (raw[escape + 1] == 'u' ? 6 : 2))..];
        }
    }

    /// <summary>The same for a part of a text without escapes; where it ends in the middle of a character makes no difference in the sum of its parts.</summary>
    public static long PlainCharacters(ReadOnlySpan<byte> part)
    {
        if (Ascii.IsValid(part))
        {
            return part.Length;
        }

        var characters = 0L;
        foreach (var unit in part)
        {
            // A byte that leads begins a character, and one that leads four bytes a pair of them.
            characters += (unit & 0xC0) == 0x80 ? 0 : unit >= 0xF0 ? 2 : 1;
        }

        return characters;
    }
}
