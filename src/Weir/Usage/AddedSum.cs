using Weir.Storage.Ledger;

namespace Weir.Usage;

/// <summary>Usage sums that have something in common, added up.</summary>
/// <param name="Key">What they have in common.</param>
/// <param name="Sum">Its figures alone are meant.</param>
internal sealed record AddedSum<TKey>(TKey Key, UsageSum Sum);
