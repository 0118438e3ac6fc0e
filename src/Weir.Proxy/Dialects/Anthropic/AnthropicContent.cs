using System.Text.Json;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// Reads what messages hold as far as it bears on their size: <c>{"type":"image","source":{"type":"base64","data":"…"}}</c> costs by
/// the picture and not by its bytes, and a document that isn't text may cost anything. Only blocks in their proper places count:
/// what looks like one in a tool's input is text to the model.
/// </summary>
internal static class AnthropicContent
{
    public static string? ReadMessages(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "Input should be an array of objects.";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isContent = reader.Is("content"u8);
                reader.Read();
                if (isContent && reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadBlocks(ref reader, peek);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return null;
    }

    /// <summary>Reads from the opening bracket to the closing one.</summary>
    public static void ReadBlocks(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadBlock(ref reader, peek);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Reads blocks, or the one block there is; false when it is neither.</summary>
    private static bool TryReadContent(ref JsonScanner reader, RequestPeek peek)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                ReadBlocks(ref reader, peek);
                return true;
            case JsonTokenType.StartObject:
                ReadBlock(ref reader, peek);
                return true;
            default:
                return false;
        }
    }

    private static void ReadBlock(ref JsonScanner reader, RequestPeek peek)
    {
        // A name that stands twice makes the block doubtful; what is doubtful is counted in the dearer way.
        var types = 0;
        var sources = 0;
        var isImage = false;
        var isDocument = false;
        var isUpload = false;
        List<string>? files = null;
        var source = default(BlockSource);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.Is("type"u8))
            {
                reader.Read();
                types++;
                if (reader.TokenType == JsonTokenType.String)
                {
                    isImage |= reader.Is("image"u8);
                    isUpload |= reader.Is("container_upload"u8);
                    isDocument |= reader.Is("document"u8) || isUpload;
                }

                reader.Skip();
            }
            else if (reader.Is("source"u8))
            {
                reader.Read();
                sources++;
                source = BlockSource.Read(ref reader, peek);
            }
            else if (reader.Is("file_id"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    (files ??= []).Add(reader.GetString());
                }

                reader.Skip();
            }
            else
            {
                // `content` of a tool result holds blocks again, or one.
                var isContent = reader.Is("content"u8);
                reader.Read();
                if (!isContent || !TryReadContent(ref reader, peek))
                {
                    reader.Skip();
                }
            }
        }

        if (isUpload)
        {
            // Results of code execution name files too: those only tell what came to be.
            files?.ForEach(peek.AddStoredState);
        }

        if (isDocument)
        {
            peek.HasOpaqueDocuments |= sources != 1 || !source.IsText;
        }

        if (isImage)
        {
            peek.Images++;
            peek.MediaBytes += types == 1 && sources == 1 && !isDocument ? source.Base64Bytes : 0;
        }
    }

    /// <summary>Where a block's matter comes from.</summary>
    private readonly record struct BlockSource(bool IsText, long Base64Bytes)
    {
        public static BlockSource Read(ref JsonScanner reader, RequestPeek peek)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return default;
            }

            var types = 0;
            var data = 0;
            var isText = false;
            var isBase64 = false;
            var bytes = 0L;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.Is("type"u8);
                var isData = reader.Is("data"u8);
                var isFile = reader.Is("file_id"u8);
                var isContent = reader.Is("content"u8);
                reader.Read();
                if (isContent && TryReadContent(ref reader, peek))
                {
                    continue;
                }

                if (reader.TokenType == JsonTokenType.String)
                {
                    if (isType)
                    {
                        types++;
                        isText |= reader.Is("text"u8) || reader.Is("content"u8);
                        isBase64 |= reader.Is("base64"u8);
                    }

                    if (isData)
                    {
                        data++;
                        bytes = reader.ValueSpan.Length;
                    }

                    if (isFile)
                    {
                        peek.AddStoredState(ref reader);
                    }
                }

                reader.Skip();
            }

            return new(isText && types == 1, isBase64 && types == 1 && data == 1 ? bytes : 0);
        }
    }
}
