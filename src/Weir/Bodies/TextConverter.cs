using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Bodies;

/// <summary>Refuses the one character that JSON allows in a text and PostgreSQL doesn't, <c>"\u0000"</c>: it means nothing to people either.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public const string Problem = "a string without U+0000";

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        var text = reader.GetString()!;
        return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException(Problem) : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
