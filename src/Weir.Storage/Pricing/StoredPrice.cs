using Weir.Accounting;

namespace Weir.Storage.Pricing;

/// <summary>
/// One version of a price that an administrator made. Entries of the ledger name it by its id: so it is never changed, but for the instant at
/// which it ends, which always lies ahead when it is set; and a version that was in force is never deleted.
/// </summary>
public sealed class StoredPrice
{
    public const int LongestName = 200;

    public Guid Id { get; set; }

    /// <summary>1 for the first that was ever made, and so on; for people, and for turning pages.</summary>
    public long Version { get; set; }

    /// <summary>What people call it; null: as its model.</summary>
    public string? Name { get; set; }

    /// <summary>A model's name at the upstream without <c>:latest</c>, or a beginning and a star; a star for a fallback.</summary>
    public required string Model { get; set; }

    /// <summary>The name of the upstream that it is for; null: any.</summary>
    public string? Upstream { get; set; }

    /// <summary>True for the price of models that have none.</summary>
    public bool IsFallback { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    /// <summary>The first instant at which it is no longer in force: its successor's start, or when it was withdrawn. Null: it goes on.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>In one column, as JSON: they are only ever read and written together.</summary>
    public required PriceTerms Terms { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public Price ToPrice() => new()
    {
        Id = new(Id),
        Name = Name ?? Model,
        Models = [Model],
        Upstream = Upstream,
        IsFallback = IsFallback,
        ValidFrom = StartsAt,
        ValidUntil = EndsAt,
        Rates = Terms.Rates,
        Speed = Terms.Speed,
        ServiceTier = Terms.ServiceTier,
        InferenceGeo = Terms.InferenceGeo,
        LongContext = Terms.LongContext,
        ToolFees = Terms.ToolFees,
    };
}
