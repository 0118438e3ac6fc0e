using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads the parts of messages and items as far as they bear on the size of the input: <c>{"type":"image_url","image_url":{"url":"data:image/png;base64,…"}}</c>
/// and <c>{"type":"input_image","image_url":"data:…"}</c> cost by the picture and not by their bytes; whatever is neither that nor text may cost anything.
/// </summary>
internal static class OpenAIParts
{
    /// <summary>From the opening bracket to the closing one.</summary>
    public static void ReadParts(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadPart(ref reader, peek);
        }
    }

    /// <summary>Parts, or the one part there is; anything else is passed over.</summary>
    public static void ReadContent(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadParts(ref reader, peek);
        }
        else
        {
            ReadPart(ref reader, peek);
        }
    }

    private static void ReadPart(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        // A name that stands twice makes the part doubtful; what is doubtful is counted in the dearer way.
        var types = 0;
        var urls = 0;
        var bytes = 0L;
        var isImage = false;
        var isOpaque = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.Is("type"u8);
            var isUrl = reader.Is("image_url"u8);
            var isFile = reader.Is("file_id"u8) || reader.Is("file"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                types++;
                var isPicture = IsImage(ref reader);
                isImage |= isPicture;
                isOpaque |= !isPicture && !IsText(ref reader);
            }

            if (isUrl)
            {
                urls++;
                bytes = ReadImage(ref reader);
            }
            else if (isFile)
            {
                StoredIds.Read(ref reader, peek);
            }
            else
            {
                reader.Skip();
            }
        }

        peek.HasOpaqueDocuments |= isOpaque;
        if (isImage || urls > 0)
        {
            peek.Images++;
            peek.MediaBytes += isImage && !isOpaque && types == 1 && urls == 1 ? bytes : 0;
        }
    }

    private static bool IsText(ref JsonScanner type) =>
        type.Is("text"u8) || type.Is("input_text"u8) || type.Is("output_text"u8) || type.Is("refusal"u8) || type.Is("summary_text"u8)
        || type.Is("reasoning_text"u8);

    private static bool IsImage(ref JsonScanner type) => type.Is("image_url"u8) || type.Is("input_image"u8) || type.Is("computer_screenshot"u8);

    /// <summary>Bytes of base64 in the URL, or in the object that has it; 0 when it leads elsewhere.</summary>
    private static long ReadImage(ref JsonScanner reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var plain = Base64Bytes(ref reader);
            reader.Skip();
            return plain;
        }

        var urls = 0;
        var bytes = 0L;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUrl = reader.Is("url"u8);
            reader.Read();
            if (isUrl)
            {
                urls++;
                bytes = Base64Bytes(ref reader);
            }

            reader.Skip();
        }

        return urls == 1 ? bytes : 0;
    }

    /// <summary>Of <c>data:image/png;base64,iVBOR…</c>. Some writers of JSON escape each slash, which is as well.</summary>
    private static long Base64Bytes(ref JsonScanner reader)
    {
        const int longestType = 100;
        if (reader.TokenType != JsonTokenType.String)
        {
            return 0;
        }

        var url = reader.ValueSpan;
        var isImage = url.StartsWith("data:image/"u8) || url.StartsWith("data:image\\/"u8);
        var mark = isImage ? url[..Math.Min(url.Length, longestType)].IndexOf(";base64,"u8) : -1;
        return mark < 0 ? 0 : url.Length - mark - ";base64,"u8.Length;
    }
}
