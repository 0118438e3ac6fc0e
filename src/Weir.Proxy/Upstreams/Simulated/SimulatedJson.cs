using System.Text.Json.Serialization;

namespace Weir.Proxy.Upstreams.Simulated;

/// <summary>The wire types of the simulated upstream.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SimulatedError))]
[JsonSerializable(typeof(SimulatedMessage))]
[JsonSerializable(typeof(string))]
internal sealed partial class SimulatedJson : JsonSerializerContext;
