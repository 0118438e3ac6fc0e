using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Weir.Proxy.Routing;

namespace Weir.Storage.Routing;

/// <summary>The targets of a route in their column: <c>[{"upstream":"ollama","model":"llama3.2","weight":1}]</c>.</summary>
internal static class TargetColumn
{
    public static ValueConverter<List<RouteTargetConfig>, string> Converter { get; } = new(
        targets => JsonSerializer.Serialize(targets, TargetJson.Default.ListRouteTargetConfig),
        text => JsonSerializer.Deserialize(text, TargetJson.Default.ListRouteTargetConfig)!);

    public static ValueComparer<List<RouteTargetConfig>> Comparer { get; } = new(
        (one, other) => one!.SequenceEqual(other!),
        targets => targets.Aggregate(0, (hash, target) => HashCode.Combine(hash, target)),
        targets => targets.ToList());
}
