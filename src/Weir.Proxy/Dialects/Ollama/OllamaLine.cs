namespace Weir.Proxy.Dialects.Ollama;

/// <summary>
/// Nearly every line of a stream is laid out like one of these, to the byte, so that what stands between its fixed parts is the output.
/// Reading each as JSON would double what a chunk costs.
/// <code>
/// {"model":"m","created_at":"…","message":{"role":"assistant","content":"Hi"},"done":false}
/// {"model":"m","created_at":"…","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}
/// {"model":"m","created_at":"…","response":"Hi","done":false}
/// {"model":"m","created_at":"…","response":"","thinking":"Hm","done":false}
/// </code>
/// </summary>
internal static class OllamaLine
{
    private static ReadOnlySpan<byte> Chat => ",\"message\":{\"role\":\"assistant\",\"content\":\""u8;

    private static ReadOnlySpan<byte> ChatEnd => "\"},\"done\":false}"u8;

    private static ReadOnlySpan<byte> Generate => ",\"response\":\""u8;

    private static ReadOnlySpan<byte> GenerateEnd => "\",\"done\":false}"u8;

    /// <summary>Between the quotes of an empty text and those of what was thought.</summary>
    private static ReadOnlySpan<byte> Thinking => "\",\"thinking\":\""u8;

    /// <param name="line">Without its end.</param>
    /// <param name="text">The output as it stands in the JSON.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryCut(line, Chat, ChatEnd, out var between) && !TryCut(line, Generate, GenerateEnd, out between))
        {
            return false;
        }

        text = between.StartsWith(Thinking) ? between[Thinking.Length..] : between;
        // Within a text a quote is escaped, so this can only be the end of one and the beginning of a further member.
        return text.IndexOf("\",\""u8) < 0;
    }

    private static bool TryCut(ReadOnlySpan<byte> line, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, out ReadOnlySpan<byte> between)
    {
        between = default;
        if (!line.EndsWith(end))
        {
            return false;
        }

        var at = line.IndexOf(start);
        if (at < 0 || at + start.Length > line.Length - end.Length)
        {
            return false;
        }

        between = line[(at + start.Length)..^end.Length];
        return true;
    }
}
