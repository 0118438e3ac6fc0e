using System.Text.Json.Serialization;

namespace Weir.Users;

/// <summary>The body of <c>POST /admin/api/users/bulk</c>.</summary>
internal sealed class BulkUserRequest
{
    public List<Guid>? Ids { get; set; }

    /// <summary><c>activate</c>, <c>deactivate</c>, <c>set_token_limit</c>, <c>set_group</c> or <c>end_sessions</c>.</summary>
    public string? Action { get; init; }

    /// <summary>With <c>set_token_limit</c>: tokens in total; null takes the limit away.</summary>
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

    /// <summary>With <c>set_group</c>: null takes the users out of their groups.</summary>
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
}
