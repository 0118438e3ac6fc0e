using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Weir.Accounting;

namespace Weir.Storage.Pricing;

/// <summary>The terms of a price in their column: <c>{"rates":{"input":3000000000,…},"speed":{"permille":{"fast":2000},"silent":1000},…}</c>.</summary>
internal static class TermsColumn
{
    public static ValueConverter<PriceTerms, string> Converter { get; } = new(terms => Write(terms), text => Read(text));

    /// <summary>By what is written: dictionaries don't compare by what they hold.</summary>
    public static ValueComparer<PriceTerms> Comparer { get; } = new(
        (one, other) => Write(one!) == Write(other!),
        terms => Write(terms).GetHashCode(StringComparison.Ordinal));

    private static string Write(PriceTerms terms) => JsonSerializer.Serialize(terms, TermsJson.Default.PriceTerms);

    private static PriceTerms Read(string text) => JsonSerializer.Deserialize(text, TermsJson.Default.PriceTerms)!;
}
