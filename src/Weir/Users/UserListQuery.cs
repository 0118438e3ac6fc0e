using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Weir.Errors;
using Weir.Upstreams;

namespace Weir.Users;

/// <summary>The parameters of <c>GET /admin/api/users</c>. Any of them makes the answer a page.</summary>
internal sealed class UserListQuery
{
    private const string Ascending = "asc";

    private const string Descending = "desc";

    public static readonly Vocabulary<UserSort> Sorts = new(
    [
        (UserSort.CreatedAt, "created_at"),
        (UserSort.Username, "username"),
        (UserSort.TotalTokens, "total_tokens"),
        (UserSort.TokenLimit, "token_limit"),
        (UserSort.LastSeenAt, "last_seen_at"),
    ]);

    [FromQuery(Name = "search")]
    [Description("A part of the username, whatever its case.")]
    public string? Search { get; init; }

    [FromQuery(Name = "sort")]
    [Description("created_at (when left out), username, total_tokens, token_limit or last_seen_at.")]
    public string? Sort { get; init; }

    [FromQuery(Name = "order")]
    [Description("asc (when left out) or desc.")]
    public string? Order { get; init; }

    [FromQuery(Name = "limit")]
    [Description("How many at most: from 1 to 200, 50 when left out.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset")]
    [Description("How many to leave out before.")]
    public string? Offset { get; init; }

    [FromQuery(Name = "group_id")]
    [Description("Only members of this group.")]
    public Guid? GroupId { get; init; }

    [FromQuery(Name = "is_active")]
    [Description("1: only active ones; 0: only deactivated ones.")]
    public string? IsActive { get; init; }

    [FromQuery(Name = "is_admin")]
    [Description("1: only administrators; 0: only others.")]
    public string? IsAdmin { get; init; }

    public bool IsEmpty => (Search ?? Sort ?? Order ?? Limit ?? Offset ?? IsActive ?? IsAdmin) is null && GroupId is null;

    /// <summary>Null: nothing is wrong.</summary>
    public ErrorResult? Read(out UserFilter filter)
    {
        filter = new() { GroupId = GroupId, Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(), IsDescending = Order == Descending };
        var sort = UserSort.CreatedAt;
        if (Sort is not null && !Sorts.TryRead(Sort, out sort))
        {
            return ErrorResult.BadRequest($"\"sort\" must be {Sorts.Choices}.");
        }

        if (Order is not (null or Ascending or Descending))
        {
            return ErrorResult.BadRequest($"\"order\" must be {Ascending} or {Descending}.");
        }

        if (!TryNumber(Limit, UserFilter.UsualLimit, least: 1, UserFilter.MostLines, out var limit))
        {
            return ErrorResult.BadRequest($"\"limit\" must be a whole number from 1 to {UserFilter.MostLines}.");
        }

        if (!TryNumber(Offset, 0, least: 0, int.MaxValue, out var offset))
        {
            return ErrorResult.BadRequest("\"offset\" must be a whole number from 0 on.");
        }

        if (!TryFlag(IsActive, out var active) || !TryFlag(IsAdmin, out var administrator))
        {
            return ErrorResult.BadRequest("\"is_active\" and \"is_admin\" must be 1 or 0.");
        }

        filter = filter with { Sort = sort, Limit = limit, Offset = offset, IsActive = active, IsAdministrator = administrator };
        return null;
    }

    private static bool TryNumber(string? text, int fallback, int least, int most, out int number)
    {
        number = fallback;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }

    private static bool TryFlag(string? text, out bool? flag)
    {
        flag = text is null ? null : text == "1";
        return text is null or "0" or "1";
    }
}
