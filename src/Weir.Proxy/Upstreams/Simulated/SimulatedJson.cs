using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>The wire types of the simulated upstream.</summary>
[JsonSerializable(typeof(SimulatedError))]
[JsonSerializable(typeof(SimulatedMessage))]
[JsonSerializable(typeof(string))]
internal sealed partial class SimulatedJson : JsonSerializerContext
{
    /// <summary>As Anthropic writes: letters and quotation marks stay as they are where JSON lets them.</summary>
    public static SimulatedJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
