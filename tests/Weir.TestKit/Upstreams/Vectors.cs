using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams;

/// <summary>What the fake model makes of texts to embed: vectors of length 1, the same for the same text.</summary>
internal static class Vectors
{
    private const int UsualDimensions = 8;

    /// <summary>One for each input: a text, a list of texts, a list of tokens, or a list of such lists.</summary>
    public static float[][] Of(ReceivedRequest request, string field)
    {
        var dimensions = (int)Math.Clamp(WireJson.Number(request.Field("dimensions")) ?? UsualDimensions, 1, 4096);
        JsonElement[] inputs = request.Field(field) switch
        {
            { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind != JsonValueKind.Number) => [.. list.EnumerateArray()],
            { } one => [one],
            null => [],
        };
        return [.. inputs.Select(input => Of(input.GetRawText(), dimensions))];
    }

    public static JsonArray Json(float[] vector) => new([.. vector.Select(value => (JsonNode)value)]);

    private static float[] Of(string text, int dimensions)
    {
        // FNV-1a, then xorshift: the same on every machine, as string.GetHashCode is not.
        var state = text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL) | 1;
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            vector[i] = (float)(((state >> 11) * (2.0 / (1UL << 53))) - 1);
        }

        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }
}
