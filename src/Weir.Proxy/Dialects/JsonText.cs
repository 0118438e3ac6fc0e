using System.Text.Json;

namespace Weir.Proxy.Dialects;

/// <summary>Comparisons that see through escapes and do not stumble over text that is none.</summary>
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
}
