using System.Linq.Expressions;

namespace Weir.Storage.Pricing;

/// <summary>What is asked of the table of prices in more than one place.</summary>
public static class StoredPrices
{
    /// <summary>Versions that are in force or planned.</summary>
    public static Expression<Func<StoredPrice, bool>> MayComeToApply(DateTimeOffset now) => price => price.EndsAt == null || price.EndsAt > now;
}
