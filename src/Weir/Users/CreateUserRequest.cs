using System.Text.Json.Serialization;
using Weir.Bodies;

namespace Weir.Users;

/// <summary>The body of <c>POST /admin/api/users</c>.</summary>
internal sealed class CreateUserRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    [JsonConverter(typeof(FlagConverter))]
    public bool? IsAdmin { get; init; }

    /// <summary>Tokens in total; null: no limit.</summary>
    public long? TokenLimit { get; init; }

    /// <summary>The group whose budgets count what the user uses; null: none.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>The models, or beginnings of names with a star, that the user is limited to; none: all.</summary>
    public List<string>? Models { get; init; }
}
