using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// Finds ids of what an upstream keeps in a value that may hold some, however it is written: <c>"conv_1"</c>, <c>["vs_1","vs_2"]</c>,
/// <c>{"id":"pmpt_1"}</c>, <c>{"type":"auto","file_ids":["file-1"]}</c>.
/// </summary>
internal static class StoredIds
{
    /// <summary>From the value's first token to its last.</summary>
    public static void Read(ref JsonScanner reader, RequestPeek peek)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                peek.AddStoredState(ref reader);
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Read(ref reader, peek);
                }

                break;
            case JsonTokenType.StartObject:
                ReadMembers(ref reader, peek);
                break;
        }
    }

    private static void ReadMembers(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var holdsIds = reader.Is("id"u8) || reader.Is("file_id"u8) || reader.Is("file_ids"u8) || reader.Is("container_id"u8)
                || reader.Is("skills"u8) || reader.Is("skill_id"u8);
            reader.Read();
            if (holdsIds)
            {
                Read(ref reader, peek);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
