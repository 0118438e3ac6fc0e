using System.Text.Json;

namespace Weir.Proxy.Dialects.Anthropic;

/// <summary>
/// The fields of a Messages request that change what it can cost: server tools and tool servers (a surcharge each), hidden thinking,
/// kept containers, further models.
/// </summary>
internal static class AnthropicTools
{
    /// <summary>Tools that the caller itself runs, by the beginning of their types: <c>{"type":"bash_20250124","name":"bash"}</c>.</summary>
    private static bool RunsAtCaller(ref JsonScanner type) =>
        type.Is("custom"u8) || type.StartsWith("bash_"u8) || type.StartsWith("text_editor_"u8)
        || type.StartsWith("computer_"u8) || type.StartsWith("memory_"u8);

    /// <summary><c>web_search_20250305</c> is a version of <c>web_search</c>.</summary>
    private static string Kind(string type) => type.TrimEnd("0123456789".ToCharArray()).TrimEnd('_');

    public static void ReadTools(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.HasTools = true;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.Is("type"u8);
                var isModel = reader.Is("model"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String && !RunsAtCaller(ref reader))
                {
                    peek.Surcharges++;
                    peek.FeeTools.Add(Kind(reader.GetString()));
                }

                if (isModel && reader.TokenType == JsonTokenType.String)
                {
                    peek.FurtherModels.Add(reader.GetString());
                }

                reader.Skip();
            }
        }
    }

    public static void ReadServers(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.Surcharges++;
            reader.Skip();
        }
    }

    /// <summary><c>{"type":"enabled","budget_tokens":2048}</c>, <c>{"type":"adaptive","display":"omitted"}</c>, <c>{"type":"disabled"}</c>.</summary>
    public static void ReadThinking(ref JsonScanner reader, RequestPeek peek)
    {
        peek.MayHideOutput = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.Is("type"u8);
            var isBudget = reader.Is("budget_tokens"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String && reader.Is("disabled"u8))
            {
                peek.MayHideOutput = false;
            }

            if (isBudget && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var budget) && budget > 0)
            {
                peek.ThinkingBudget = budget;
            }

            reader.Skip();
        }
    }

    /// <summary>A container that exists, <c>"container_01…"</c> or <c>{"id":"container_01…"}</c>, holds what somebody left there.</summary>
    public static void ReadContainer(ref JsonScanner reader, RequestPeek peek)
    {
        peek.AddStoredState(ref reader);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.Is("id"u8);
            reader.Read();
            if (isId)
            {
                peek.AddStoredState(ref reader);
            }

            reader.Skip();
        }
    }

    /// <summary>
    /// <c>{"edits":[{"type":"compact_20260112"}]}</c>: compaction reads the context and writes a summary of it, besides the answer itself.
    /// </summary>
    public static void ReadContextManagement(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return;
        }

        var depth = reader.CurrentDepth;
        var isType = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                isType = reader.Is("type"u8);
            }
            else if (reader.TokenType == JsonTokenType.String && isType && (reader.ValueIsEscaped || reader.StartsWith("compact"u8)))
            {
                peek.Surcharges++;
            }
        }
    }

    /// <summary><c>{"type":"continue","previous_message_id":"msg_01…"}</c> goes on from a message that the upstream keeps.</summary>
    /// <returns>True when it names one.</returns>
    public static bool ReadStoredMessage(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var isNamed = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.Is("previous_message_id"u8);
            reader.Read();
            if (isId)
            {
                peek.AddStoredState(ref reader);
                isNamed = true;
            }

            reader.Skip();
        }

        return isNamed;
    }

    /// <summary>Model names stand alone, in an array, or as <c>model</c> of objects, which may have a <c>max_tokens</c> of their own.</summary>
    public static void ReadFurtherModels(ref JsonScanner reader, RequestPeek peek)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            peek.FurtherModels.Add(reader.GetString()!);
            return;
        }

        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return;
        }

        var depth = reader.CurrentDepth;
        var isModel = reader.TokenType == JsonTokenType.StartArray;
        var isCap = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                isModel = reader.Is("model"u8);
                isCap = reader.Is("max_tokens"u8);
            }
            else if (reader.TokenType == JsonTokenType.Number && isCap)
            {
                peek.FurtherCap = Math.Max(peek.FurtherCap, reader.TryGetInt64(out var cap) ? cap : long.MaxValue);
            }
            else if (reader.TokenType == JsonTokenType.String && isModel)
            {
                peek.FurtherModels.Add(reader.GetString()!);
            }
        }
    }
}
