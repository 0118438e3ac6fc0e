using System.Text.Json.Serialization;
using Weir.Bodies;

namespace Weir.Users;

/// <summary>The body of <c>PUT /admin/api/users/{id}</c>: what is left out stays as it is.</summary>
internal sealed class ChangeUserRequest
{
    [JsonConverter(typeof(FlagConverter))]
    public bool? IsAdmin { get; init; }

    [JsonConverter(typeof(FlagConverter))]
    public bool? IsActive { get; init; }

    /// <summary>The models, or beginnings of names with a star, that the user is limited to; an empty list, or null, takes the limit away.</summary>
    public List<string>? Models
    {
        get;
        set
        {
            field = value;
            SetsModels = true;
        }
    }

    /// <summary>True when the body had the field, be it null.</summary>
    [JsonIgnore]
    public bool SetsModels { get; private set; }

    /// <summary>The group whose budgets count what the user uses; null takes the user out of it.</summary>
    public Guid? GroupId
    {
        get;
        set
        {
            field = value;
            SetsGroup = true;
        }
    }

    /// <summary>True when the body had the field, be it null.</summary>
    [JsonIgnore]
    public bool SetsGroup { get; private set; }

    /// <summary>Tokens in total; null takes the limit away.</summary>
    /// <remarks>Not <c>init</c>: generated deserializers call every <c>init</c> accessor, also of fields that the body leaves out.</remarks>
    public long? TokenLimit
    {
        get;
        set
        {
            field = value;
            SetsTokenLimit = true;
        }
    }

    /// <summary>True when the body had the field, be it null.</summary>
    [JsonIgnore]
    public bool SetsTokenLimit { get; private set; }
}
