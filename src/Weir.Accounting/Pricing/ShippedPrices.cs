using System.Collections.Immutable;
using System.Text.Json;

namespace Weir.Accounting;

/// <summary>
/// The list prices that Weir comes with, for an installation to begin with and to change: the file <c>anthropic-prices.json</c> beside
/// this one, in dollars per million tokens as the vendor publishes them. Entries of the ledger name its lines by their ids: what changes is a
/// new line with an id of its own and a later <c>valid_from</c>, and no line is ever taken out.
/// </summary>
/// <param name="Source">Where the figures stand.</param>
/// <param name="Date">The day on which they were looked up.</param>
/// <param name="Notes">What a reader should know of them.</param>
/// <param name="Prices">One version a price, or several where it has changed.</param>
/// <param name="Fallback">For models that aren't in the table: as dear as the dearest in it.</param>
public sealed record ShippedPrices(string Source, DateOnly Date, ImmutableArray<string> Notes, ImmutableArray<Price> Prices, Price Fallback)
{
    private static readonly Lazy<ShippedPrices> Table = new(Read);

    public static ShippedPrices Anthropic => Table.Value;

    public PriceBook ToBook() => new(Prices, Fallback);

    /// <summary>The same beside prices of one's own, which count before these, be they prices of models or fallbacks.</summary>
    public PriceBook With(IEnumerable<Price> own) => new([.. own, .. Prices], Fallback);

    private static ShippedPrices Read()
    {
        using var file = typeof(ShippedPrices).Assembly.GetManifestResourceStream("anthropic-prices.json")!;
        var table = JsonSerializer.Deserialize(file, PriceTableJson.Default.PriceTable)!;
        return new(table.Source, table.Date, [.. table.Notes], [.. table.Prices.Select(table.ToPrice)], table.ToPrice(table.Fallback) with { IsFallback = true });
    }
}
