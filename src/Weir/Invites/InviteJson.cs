using System.Text.Json.Serialization;

namespace Weir.Invites;

/// <summary>JSON of <c>/admin/api/invites</c> and of what is done with a link.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(InviteAnswer))]
[JsonSerializable(typeof(InviteListAnswer))]
[JsonSerializable(typeof(MadeLinkAnswer))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(ResetRequest))]
internal sealed partial class InviteJson : JsonSerializerContext;
