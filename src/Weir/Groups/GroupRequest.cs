namespace Weir.Groups;

/// <summary>The body of <c>POST /admin/api/groups</c> and of <c>PUT /admin/api/groups/{id}</c>.</summary>
internal sealed class GroupRequest
{
    public string? Name { get; init; }
}
