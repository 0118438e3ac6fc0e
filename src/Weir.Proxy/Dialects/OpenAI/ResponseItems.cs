using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Reads the items of a Responses request as far as they bear on the size of the input. Some only name what the upstream keeps:
/// <c>{"type":"item_reference","id":"msg_1"}</c>, or reasoning that is sent back without its text.
/// </summary>
internal static class ResponseItems
{
    /// <summary>From the opening bracket to the closing one.</summary>
    /// <returns>Null, or what is wrong with them.</returns>
    public static string? Read(ref JsonScanner reader, RequestPeek peek)
    {
        var refers = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "Input should be an array of objects.";
            }

            refers |= ReadItem(ref reader, peek);
        }

        // Together they are one conversation's, whose size the request doesn't show.
        peek.Surcharges += refers ? 1 : 0;
        return null;
    }

    /// <returns>True when it stands for what the upstream keeps.</returns>
    private static bool ReadItem(ref JsonScanner reader, RequestPeek peek)
    {
        var kind = ItemKind.Untyped;
        var hasMatter = false;
        var isMessage = false;
        List<string>? ids = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.Is("type"u8);
            var isId = reader.Is("id"u8);
            var isContent = reader.Is("content"u8) || reader.Is("output"u8);
            var isMatter = reader.Is("encrypted_content"u8) || reader.Is("result"u8);
            isMessage |= reader.Is("role"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                kind = Max(kind, Kind(ref reader));
            }
            else if (isId && reader.TokenType == JsonTokenType.String)
            {
                (ids ??= []).Add(reader.GetString());
            }

            hasMatter |= (isMatter && reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty) || (isContent && HasParts(reader));
            if (isContent)
            {
                OpenAIParts.ReadContent(ref reader, peek);
            }
            else
            {
                reader.Skip();
            }
        }

        peek.Images += kind == ItemKind.Image ? 1 : 0;
        var refers = ids is not null && (kind switch
        {
            ItemKind.Reference => true,
            ItemKind.Reasoning or ItemKind.Image => !hasMatter,
            ItemKind.Untyped => !isMessage,
            _ => false,
        });
        if (refers)
        {
            ids!.ForEach(peek.AddStoredState);
        }

        return refers;
    }

    private static bool HasParts(JsonScanner ahead) =>
        ahead.TokenType == JsonTokenType.StartArray && ahead.Read() && ahead.TokenType != JsonTokenType.EndArray;

    private static ItemKind Kind(ref JsonScanner type) =>
        type.Is("item_reference"u8) ? ItemKind.Reference
        : type.Is("reasoning"u8) ? ItemKind.Reasoning
        : type.Is("image_generation_call"u8) ? ItemKind.Image
        : ItemKind.Whole;

    /// <summary>Of two types that one item names, the one that is dearer.</summary>
    private static ItemKind Max(ItemKind one, ItemKind other) => one > other ? one : other;

    /// <summary>What an item is, by how much it can leave to what the upstream keeps.</summary>
    private enum ItemKind
    {
        /// <summary>A message, if it has a role; else only an id, which is a reference.</summary>
        Untyped,

        /// <summary>All that it says stands in it.</summary>
        Whole,

        Reasoning,

        Image,

        Reference,
    }
}
