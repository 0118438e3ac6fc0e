using Weir.Accounting;
using Weir.Storage.Pricing;

namespace Weir.Prices;

/// <summary>One version of a price.</summary>
public sealed record PriceAnswer
{
    /// <summary>What entries of the ledger keep.</summary>
    public required Guid Id { get; init; }

    /// <summary>Of those that were made here the number, in the order in which they were; null for a shipped one.</summary>
    public required long? Version { get; init; }

    /// <summary><c>shipped</c> or <c>database</c>. The latter counts before the former.</summary>
    public required string Source { get; init; }

    public required string Name { get; init; }

    /// <summary>The models' names at the upstream, or beginnings of names and a star.</summary>
    public required List<string> Models { get; init; }

    /// <summary>The upstream that it is for; null: any.</summary>
    public required string? Upstream { get; init; }

    /// <summary>True for the price of all models that have none.</summary>
    public required bool IsFallback { get; init; }

    /// <summary><c>in_force</c>, <c>planned</c>, <c>ended</c>, or <c>overridden</c>: a shipped one whose models all have a price that was made here.</summary>
    public required string State { get; init; }

    /// <summary>Null: it always was.</summary>
    public required DateTimeOffset? StartsAt { get; init; }

    /// <summary>The first instant at which it is no longer in force; null: it goes on.</summary>
    public required DateTimeOffset? EndsAt { get; init; }

    public required RatesJson NanoDollarsPerMillion { get; init; }

    public required MultipliersJson Speed { get; init; }

    public required MultipliersJson ServiceTier { get; init; }

    public required MultipliersJson InferenceGeo { get; init; }

    public required LongContextJson? LongContext { get; init; }

    /// <summary>By the tool.</summary>
    public required Dictionary<string, long> NanoDollarsPerToolRequest { get; init; }

    public required DateTimeOffset? CreatedAt { get; init; }

    public static PriceAnswer Of(StoredPrice stored, DateTimeOffset now) => Of(stored.ToPrice(), StateOf(stored.StartsAt, stored.EndsAt, now)) with
    {
        Version = stored.Version,
        CreatedAt = stored.CreatedAt,
    };

    public static PriceAnswer Of(Price price, string state) => new()
    {
        Id = price.Id.Value,
        Version = null,
        Source = price.IsShipped ? "shipped" : "database",
        Name = price.Name,
        Models = [.. price.Models],
        Upstream = price.Upstream,
        IsFallback = price.IsFallback,
        State = state,
        StartsAt = price.ValidFrom == DateTimeOffset.MinValue ? null : price.ValidFrom,
        EndsAt = price.ValidUntil,
        NanoDollarsPerMillion = RatesJson.Of(price.Rates),
        Speed = MultipliersJson.Of(price.Speed),
        ServiceTier = MultipliersJson.Of(price.ServiceTier),
        InferenceGeo = MultipliersJson.Of(price.InferenceGeo),
        LongContext = LongContextJson.Of(price.LongContext),
        NanoDollarsPerToolRequest = price.ToolFees.OrderBy(fee => fee.Key, StringComparer.Ordinal).ToDictionary(),
        CreatedAt = null,
    };

    public static string StateOf(DateTimeOffset startsAt, DateTimeOffset? endsAt, DateTimeOffset now) =>
        startsAt > now ? "planned" : endsAt <= now ? "ended" : "in_force";
}
