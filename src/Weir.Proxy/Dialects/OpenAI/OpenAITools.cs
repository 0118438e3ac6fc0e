using System.Text.Json;

namespace Weir.Proxy.Dialects.OpenAI;

/// <summary>
/// The tools of a request: <c>{"type":"function","function":{…}}</c>, flat in the Responses API. Those that run at the upstream (web search,
/// file search, code interpreters, tool servers) add input that the request does not bound, and may name what the upstream keeps.
/// </summary>
internal static class OpenAITools
{
    /// <summary>From the opening bracket to the closing one.</summary>
    public static void ReadTools(ref JsonScanner reader, RequestPeek peek)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            peek.HasTools = true;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadTool(ref reader, peek);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadTool(ref JsonScanner reader, RequestPeek peek)
    {
        var runsAtUpstream = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Field(ref reader);
            reader.Read();
            switch (field)
            {
                case ToolField.Type:
                    runsAtUpstream |= reader.TokenType == JsonTokenType.String && !RunsAtCaller(ref reader);
                    reader.Skip();
                    break;
                case ToolField.Model:
                    if (reader.TokenType == JsonTokenType.String)
                    {
                        peek.FurtherModels.Add(reader.GetString());
                    }

                    reader.Skip();
                    break;
                case ToolField.Tools when reader.TokenType == JsonTokenType.StartArray:
                    // {"type":"namespace","name":"crm","tools":[{"type":"function",…}]}
                    ReadTools(ref reader, peek);
                    break;
                case ToolField.Environment:
                    runsAtUpstream |= IsHosted(reader);
                    StoredIds.Read(ref reader, peek);
                    break;
                case ToolField.Ids:
                    StoredIds.Read(ref reader, peek);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        peek.Surcharges += runsAtUpstream ? 1 : 0;
    }

    private static ToolField Field(ref JsonScanner name) =>
        name.Is("type"u8) ? ToolField.Type
        : name.Is("model"u8) ? ToolField.Model
        : name.Is("tools"u8) ? ToolField.Tools
        : name.Is("environment"u8) ? ToolField.Environment
        : name.Is("container"u8) || name.Is("vector_store_ids"u8) || name.Is("input_image_mask"u8) ? ToolField.Ids
        : ToolField.Other;

    private static bool RunsAtCaller(ref JsonScanner type) =>
        type.Is("function"u8) || type.Is("custom"u8) || type.Is("namespace"u8) || type.Is("local_shell"u8) || type.Is("shell"u8) || type.Is("apply_patch"u8);

    /// <summary>A shell runs at the caller unless its environment is another than <c>{"type":"local"}</c>.</summary>
    private static bool IsHosted(JsonScanner ahead)
    {
        var types = 0;
        var isLocal = ahead.TokenType == JsonTokenType.Null;
        if (ahead.TokenType == JsonTokenType.StartObject)
        {
            while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
            {
                var isType = ahead.Is("type"u8);
                ahead.Read();
                types += isType ? 1 : 0;
                isLocal |= isType && ahead.TokenType == JsonTokenType.String && ahead.Is("local"u8);
                ahead.Skip();
            }
        }

        return !isLocal || types > 1;
    }

    /// <summary>What a member of a tool says.</summary>
    private enum ToolField
    {
        Other,
        Type,
        Model,
        Tools,
        Environment,
        Ids,
    }
}
