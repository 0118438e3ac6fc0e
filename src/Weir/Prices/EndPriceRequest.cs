namespace Weir.Prices;

/// <summary>The body of <c>POST /admin/api/prices/{id}/end</c>.</summary>
internal sealed class EndPriceRequest
{
    /// <summary>The first instant at which it is no longer in force, which must not be past; null: now.</summary>
    public DateTimeOffset? EndsAt { get; init; }
}
