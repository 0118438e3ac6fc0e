using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Weir.TestKit.Upstreams.OpenAI;

/// <summary>Vectors as OpenAI sends them: numbers, or the bytes of little-endian floats in base64.</summary>
internal static class OpenAIEmbeddings
{
    public static JsonObject List(ReceivedRequest request, JsonObject? usage)
    {
        var isBase64 = WireJson.String(request.Field("encoding_format")) == "base64";
        var list = new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. Vectors.Of(request, "input").Select((vector, index) => new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = index,
                ["embedding"] = isBase64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())) : Vectors.Json(vector),
            })]),
            ["model"] = request.Model,
        };
        if (usage is not null)
        {
            list["usage"] = usage.DeepClone();
        }

        return list;
    }
}
