using System.Text.Json.Serialization;

namespace Weir.Requests;

/// <summary>Attempts, newest first.</summary>
/// <param name="Requests">One page, which may be empty though there are more.</param>
/// <param name="Next">For <c>?before=</c>, to go on; left out when there is nothing more.</param>
/// <param name="SearchedTo">
/// Set when the search was ended before the page was full, as that would have taken too long: everything that ended at this or later was looked at.
/// </param>
internal sealed record RequestsAnswer(
    IReadOnlyList<RequestLine> Requests,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? SearchedTo);
