using System.Text.Json.Serialization;

namespace Weir.Users;

/// <summary>JSON of <c>/admin/api/users</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<UserAnswer>))]
[JsonSerializable(typeof(UserListAnswer))]
[JsonSerializable(typeof(BulkUserRequest))]
[JsonSerializable(typeof(BulkUserAnswer))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(ChangeUserRequest))]
internal sealed partial class UserJson : JsonSerializerContext;
