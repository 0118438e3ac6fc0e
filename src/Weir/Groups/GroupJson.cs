using System.Text.Json.Serialization;

namespace Weir.Groups;

/// <summary>JSON of <c>/admin/api/groups</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<GroupAnswer>))]
[JsonSerializable(typeof(GroupRequest))]
internal sealed partial class GroupJson : JsonSerializerContext;
